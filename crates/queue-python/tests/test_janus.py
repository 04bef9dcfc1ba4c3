"""`aioqueues.janus` beside the real janus, and beside culsans, where these are installed."""

import asyncio
import gc
import importlib
import queue
import threading
import unittest
import weakref

import aioqueues
from aioqueues import janus as ours

LIMIT = 10
NAMES = ("Queue", "PriorityQueue", "LifoQueue")


def describe(error):
    """Return what a program sees of an exception, whichever module has its class."""
    if isinstance(error, (asyncio.QueueEmpty, queue.Empty)):
        return "empty"
    if isinstance(error, (asyncio.QueueFull, queue.Full)):
        return "full"
    if type(error).__name__.endswith("ShutDown"):
        return "shut down"
    return repr(error)


def caught(function, *arguments, **keywords):
    """Return what a call returns, or a description of its exception."""
    try:
        return function(*arguments, **keywords)
    except Exception as error:
        return describe(error)


async def awaited(coroutine):
    """Return what a coroutine returns, or a description of its exception."""
    try:
        return await asyncio.wait_for(coroutine, LIMIT)
    except Exception as error:
        return describe(error)


async def faces(module):
    """Look at all that the faces have, without waiting."""
    for name in NAMES:
        q = getattr(module, name)(3)
        yield name, q.maxsize, q.closed
        q.sync_q.put((2, "a"))
        q.sync_q.put_nowait((1, "b"))
        await q.async_q.put((3, "c"))
        for face in (q.sync_q, q.async_q):
            yield caught(face.put_nowait, (4, "d"))
            yield face.maxsize, face.qsize(), face.empty(), face.full(), face.unfinished_tasks, face.closed
        yield caught(q.sync_q.put, (4, "d"), timeout=0.001), caught(q.sync_q.put, (4, "d"), False)
        yield await q.async_q.get(), q.sync_q.get(), q.async_q.get_nowait()
        for face in (q.sync_q, q.async_q):
            yield caught(face.get_nowait)
        yield caught(q.sync_q.get, timeout=0.001), caught(q.sync_q.get, False)
        yield caught(q.sync_q.get, timeout=-1)
        q.async_q.put_nowait((5, "e"))
        yield q.sync_q.get_nowait()
        q.sync_q.task_done(), q.sync_q.task_done(), q.async_q.task_done(), q.async_q.task_done()
        yield caught(q.async_q.task_done), caught(q.sync_q.task_done)
        yield q.sync_q.join(), await q.async_q.join()


async def graceful(module):
    """Shut queues down that have an item left."""
    for face in ("sync_q", "async_q"):
        q = module.Queue()
        yield await awaited(q.wait_closed())
        q.sync_q.put(1)
        getattr(q, face).shutdown()
        yield caught(q.sync_q.put, 2), caught(q.async_q.put_nowait, 2), await awaited(q.async_q.put(2))
        yield q.closed, q.sync_q.get(), caught(q.sync_q.get), await awaited(q.async_q.get())
        q.async_q.task_done()
        yield q.sync_q.join(), await q.async_q.join(), await q.wait_closed()


async def immediate(module):
    """Close a queue while a task and a thread wait. What they see is the same if they come too late to wait."""
    q, seen = module.Queue(1), []
    thread = threading.Thread(target=lambda: seen.append(caught(q.sync_q.get)), daemon=True)
    thread.start()
    task = asyncio.create_task(awaited(q.async_q.get()))
    await asyncio.sleep(0.01)
    q.close()
    yield await awaited(q.wait_closed()), await task, q.closed, q.sync_q.closed, q.async_q.closed
    await asyncio.to_thread(thread.join, LIMIT)
    yield seen
    q = module.LifoQueue(1)
    q.sync_q.put("lost")
    yield await awaited(q.aclose()), q.sync_q.unfinished_tasks, caught(q.async_q.get_nowait)


async def pipeline(module):
    """Send items from tasks to a thread and back, as the README of janus does."""
    there, back = module.Queue(2), module.Queue(2)

    def threaded(numbers, squares):
        for _ in range(100):
            squares.put(numbers.get() ** 2)
            numbers.task_done()
        squares.join()

    async def feed(numbers):
        for number in range(100):
            await numbers.put(number)
        await numbers.join()

    thread = asyncio.get_running_loop().run_in_executor(None, threaded, there.sync_q, back.sync_q)
    feeder = asyncio.create_task(feed(there.async_q))
    total = 0
    for _ in range(100):
        total += await back.async_q.get()
        back.async_q.task_done()
    await asyncio.gather(thread, feeder)
    await there.aclose()
    await back.aclose()
    yield total, there.closed, back.closed


async def subclass(module):
    """Override what both have as a hook."""

    class Doubled(module.Queue):
        def _put(self, item):
            super()._put(2 * item)

    q = Doubled(1)
    q.sync_q.put(1)
    yield caught(q.async_q.put_nowait, 1), await q.async_q.get(), q.sync_q.qsize()


async def mixed(module):
    """Call what queues of culsans have themselves."""
    q = module.PriorityQueue(2)
    q.sync_put(2)
    q.put_nowait(1)
    yield caught(q.sync_put, 3, timeout=0.001), caught(q.sync_put, 3, False), q.full(), q.qsize()
    yield q.sync_get(), q.get_nowait(), caught(q.sync_get, timeout=0.001), caught(q.sync_get, False), q.empty()
    q.task_done(), q.task_done()
    yield q.sync_join(), q.maxsize
    q.shutdown()
    yield caught(q.sync_get), caught(q.sync_put, 1), q.closed


def run(program, module):
    async def main():
        return [seen async for seen in program(module)]

    return asyncio.run(main())


class Beside(unittest.TestCase):
    maxDiff = None

    def load(self, name):
        try:
            return importlib.import_module(name)
        except ImportError:
            self.skipTest(f"{name} is not installed")

    def compare(self, name, programs):
        theirs = self.load(name)
        for program in programs:
            with self.subTest(program=program.__name__):
                self.assertEqual(run(program, ours), run(program, theirs))

    def test_janus_does_the_same(self):
        self.compare("janus", (faces, graceful, immediate, pipeline, subclass))

    def test_culsans_does_the_same(self):
        self.compare("culsans", (faces, graceful, immediate, pipeline, mixed))

    def test_it_has_the_names_of_janus(self):
        janus = self.load("janus")
        self.assertEqual(sorted(ours.__all__), sorted(janus.__all__))
        for name in ("SyncQueueEmpty", "SyncQueueFull", "AsyncQueueEmpty", "AsyncQueueFull"):
            self.assertIs(getattr(ours, name), getattr(janus, name))
        for name in ("Queue", "SyncQueue", "AsyncQueue"):
            theirs, mine = ({n for n in dir(getattr(m, name)) if n[0] != "_"} for m in (janus, ours))
            self.assertLessEqual(theirs, mine)


class Alone(unittest.TestCase):
    def test_items_cross_between_tasks_and_a_thread(self):
        self.assertEqual(run(pipeline, ours), [(328350, True, True)])

    def test_the_classes_derive_as_in_janus(self):
        for name in NAMES:
            q = getattr(ours, name)[int](1, fair=True)
            self.assertIsInstance(q, ours.Queue)
            self.assertIsInstance(q, getattr(aioqueues, name))
            for face, kind in (("sync_q", ours.SyncQueue), ("async_q", ours.AsyncQueue)):
                self.assertIsInstance(getattr(q, face), kind)
                self.assertIs(getattr(q, face), getattr(q, face))

    def test_a_queue_with_faces_is_collected(self):
        q = ours.Queue()
        q.sync_q.put(q.async_q)
        watch = weakref.ref(q)
        del q
        gc.collect()
        self.assertIsNone(watch())

    def test_no_hook_is_overridden(self):
        # A subclass that overrides one is slower.
        orders = [getattr(ours, name)._order for name in NAMES]
        self.assertEqual(orders, ["fifo", "heap", "lifo"])

    def test_exceptions_are_the_standard_ones(self):
        q = ours.Queue()
        for error in (queue.Empty, asyncio.QueueEmpty):
            with self.assertRaises(error):
                q.sync_q.get_nowait()
        q.close()
        shut_down = [ours.AsyncQueueShutDown, ours.SyncQueueShutDown]
        if hasattr(queue, "ShutDown"):
            shut_down += [queue.ShutDown, asyncio.QueueShutDown]
        for error in shut_down:
            for call in (q.sync_q.get, q.sync_q.get_nowait, lambda: q.sync_q.put(1), lambda: q.sync_q.put_nowait(1)):
                with self.assertRaises(error):
                    call()

