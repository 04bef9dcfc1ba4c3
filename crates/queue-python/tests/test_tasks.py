"""What asyncio's users do, beside what CPython tests itself."""

import asyncio
import inspect
import random
import types
import unittest

import aioqueues


async def turn(turns=1):
    for _ in range(turns):
        await asyncio.sleep(0)


class Names(unittest.TestCase):
    def test_the_exceptions_are_those_of_asyncio(self):
        self.assertIs(aioqueues.QueueEmpty, asyncio.QueueEmpty)
        self.assertIs(aioqueues.QueueFull, asyncio.QueueFull)
        if hasattr(asyncio, "QueueShutDown"):
            self.assertIs(aioqueues.QueueShutDown, asyncio.QueueShutDown)
        self.assertTrue(issubclass(aioqueues.QueueShutDown, Exception))

    def test_the_signatures_are_those_of_asyncio(self):
        for name in ("put", "get", "join", "put_nowait", "get_nowait", "task_done", "qsize"):
            ours, theirs = (
                list(inspect.signature(getattr(module.Queue, name)).parameters)
                for module in (aioqueues, asyncio)
            )
            self.assertEqual(ours, theirs)
        for name in ("put", "get", "join"):
            self.assertTrue(inspect.iscoroutinefunction(getattr(aioqueues.Queue, name)))
        aioqueues.Queue(maxsize=1).put_nowait(item=1)

    def test_classes_are_generic(self):
        self.assertIsInstance(aioqueues.Queue[int], types.GenericAlias)
        self.assertIsInstance(aioqueues.PriorityQueue[int](3), aioqueues.PriorityQueue)
        for name in aioqueues.__all__:
            self.assertIn(getattr(aioqueues, name).__module__, ("aioqueues", "asyncio.queues"))
        with self.assertRaisesRegex(TypeError, r"^Queue.__init__\(\) got"):
            aioqueues.Queue(loop=None)

    def test_any_number_is_a_maxsize(self):
        for maxsize in (-1, 0, 1, 2.5, True, float("inf"), float("nan"), 10**30):
            ours, theirs = aioqueues.Queue(maxsize), asyncio.Queue(maxsize)
            for q in (ours, theirs):
                while not q.full() and q.qsize() < 5:
                    q.put_nowait(1)
            self.assertEqual((ours.qsize(), str(ours)), (theirs.qsize(), str(theirs)))
        with self.assertRaises(TypeError):
            aioqueues.Queue("1")

    def test_a_queue_takes_attributes(self):
        q = aioqueues.Queue()
        q.name = "a"
        self.assertEqual(vars(q), {"name": "a"})

    def test_a_wrong_order_is_refused(self):
        with self.assertRaises(ValueError):
            type("Odd", (aioqueues.Queue,), {"_order": "odd"})()


class Tasks(unittest.IsolatedAsyncioTestCase):
    async def test_gets_are_coroutines(self):
        q = aioqueues.Queue()
        task = asyncio.create_task(q.get())
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(q.get(), 0.001)
        q.put_nowait(None)
        self.assertIsNone(await task)
        self.assertEqual(len(q._getters), 0)

    async def test_a_queue_is_iterated_until_it_is_shut_down(self):
        q, got = aioqueues.Queue(), []

        async def take():
            async for item in q:
                got.append(item)

        task = asyncio.create_task(take())
        await turn()
        for item in range(3):
            q.put_nowait(item)
        q.shutdown()
        await asyncio.wait_for(task, 10)
        self.assertEqual(got, [0, 1, 2])

    async def test_a_put_that_is_cancelled_at_any_turn_leaves_its_room_to_another(self):
        for fair in (False, True):
            for turns in range(4):
                q = aioqueues.Queue(1, fair=fair)
                q.put_nowait(0)
                first, second = (asyncio.create_task(q.put(item)) for item in (1, 2))
                await turn()
                self.assertEqual(q.get_nowait(), 0)
                await turn(turns)
                first.cancel()
                await turn(3)
                self.assertTrue(first.done())
                left = [q.get_nowait()]
                await turn(3)
                left += [] if q.empty() else [q.get_nowait()]
                self.assertTrue(second.done() and left[-1] == 2)
                self.assertEqual((len(q._putters), q.qsize()), (0, 0))

    async def test_a_get_that_is_cancelled_at_any_turn_leaves_its_item_to_another(self):
        for fair in (False, True):
            for turns in range(4):
                q = aioqueues.Queue(fair=fair)
                first, second = (asyncio.create_task(q.get()) for _ in range(2))
                await turn()
                q.put_nowait(1)
                await turn(turns)
                first.cancel()
                await turn(3)
                if first.cancelled():
                    self.assertEqual(second.result(), 1)
                else:
                    self.assertEqual((first.result(), len(q._getters)), (1, 1))
                    second.cancel()

    async def test_a_join_that_is_cancelled_leaves_the_others(self):
        q = aioqueues.Queue()
        q.put_nowait(1)
        first, second = (asyncio.create_task(q.join()) for _ in range(2))
        await turn()
        first.cancel()
        await turn()
        q.get_nowait()
        q.task_done()
        await asyncio.wait_for(second, 10)
        self.assertTrue(first.cancelled())

    async def test_a_future_that_is_done_without_a_wake_is_waited_for_anew(self):
        q = aioqueues.Queue()
        coroutine = q.get()
        future = coroutine.send(None)
        future.set_result(None)
        other = coroutine.send(None)
        self.assertFalse(other.done())
        q.put_nowait(1)
        self.assertTrue(other.done())
        with self.assertRaises(StopIteration) as ended:
            coroutine.send(None)
        self.assertEqual(ended.exception.value, 1)

    async def test_a_future_that_is_done_is_no_reason_to_fail(self):
        for fair in (False, True):
            q = aioqueues.Queue(fair=fair)
            coroutine = q.get()
            coroutine.send(None).set_result(None)
            behind = asyncio.create_task(q.get())
            await turn()
            q.put_nowait(1)
            with self.assertRaises(StopIteration) as ended:
                coroutine.send(None)
            self.assertEqual(ended.exception.value, 1)
            q.put_nowait(2)
            self.assertEqual(await asyncio.wait_for(behind, 10), 2)

    async def test_a_queue_does_not_begin_anew_while_an_operation_waits(self):
        q = aioqueues.Queue()
        task = asyncio.create_task(q.get())
        await turn()
        with self.assertRaises(RuntimeError):
            q.__init__()
        q.put_nowait(1)
        self.assertEqual(await task, 1)

    async def test_fair_and_barging_queues_differ_after_a_lost_race(self):
        for fair, order in ((True, "ab"), (False, "ba")):
            q, got = aioqueues.Queue(fair=fair), []

            async def take(name):
                await q.get()
                got.append(name)

            tasks = [asyncio.create_task(take(name)) for name in "ab"]
            await turn()
            q.put_nowait(1)
            self.assertEqual(q.get_nowait(), 1)  # a newcomer is faster than `a`
            await turn(2)
            q.put_nowait(2)
            await turn(2)
            q.put_nowait(3)
            await asyncio.gather(*tasks)
            self.assertEqual("".join(got), order)


class Random(unittest.TestCase):
    def test_random_programs_do_what_they_do_on_asyncio(self):
        names = ("Queue", "LifoQueue", "PriorityQueue")
        for seed in range(300):
            name = names[seed % 3]
            ours = asyncio.run(program(getattr(aioqueues, name), seed))
            theirs = asyncio.run(program(getattr(asyncio, name), seed))
            self.assertEqual(ours, theirs, f"{name}, seed {seed}")


async def program(make, seed):
    """Run random steps of several tasks, and say what they saw, turn by turn."""
    rng, seen, tasks = random.Random(seed), [], {}
    q = make(rng.choice((0, 1, 1, 2, 3)))
    shutdown = hasattr(asyncio, "QueueShutDown") and rng.random() < 0.3

    async def act(name, call, *arguments):
        try:
            seen.append((name, await call(*arguments)))
        except asyncio.CancelledError:
            seen.append((name, "cancelled"))
            raise
        except Exception as error:
            seen.append((name, type(error).__name__))

    def attempt(name, call, *arguments):
        try:
            seen.append((name, call(*arguments)))
        except Exception as error:
            seen.append((name, type(error).__name__))

    for step in range(60):
        draw = rng.random()
        item = (rng.randrange(3), step)
        if draw < 0.25:
            tasks[step] = asyncio.create_task(act(step, q.put, item))
        elif draw < 0.5:
            tasks[step] = asyncio.create_task(act(step, q.get))
        elif draw < 0.58:
            attempt(step, q.put_nowait, item)
        elif draw < 0.66:
            attempt(step, q.get_nowait)
        elif draw < 0.72:
            attempt(step, q.task_done)
        elif draw < 0.75:
            tasks[step] = asyncio.create_task(act(step, q.join))
        elif draw < 0.85 and tasks:
            tasks.pop(rng.choice(list(tasks))).cancel()
        elif draw < 0.86 and shutdown:
            q.shutdown(rng.random() < 0.5)
        else:
            await asyncio.sleep(0)
            seen.append("turn")
        seen.append((q._format(), q.qsize(), q.full(), q.empty()))
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    return seen


if __name__ == "__main__":
    unittest.main()
