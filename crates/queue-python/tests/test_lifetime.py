"""What is collected, dropped, forked and ended."""

import asyncio
import copy
import gc
import os
import pickle
import subprocess
import sys
import textwrap
import unittest
import weakref

import aioqueues

MAKES = (aioqueues.Queue, aioqueues.LifoQueue, aioqueues.PriorityQueue)


class Thing:
    """An item that can be watched."""

    def __init__(self, link=None):
        self.link = link

    def __lt__(self, other):
        return id(self) < id(other)


class Collected(unittest.TestCase):
    def test_a_cycle_through_an_item(self):
        for make in MAKES:
            q = make()
            q.put_nowait(Thing(q))
            watch = weakref.ref(q)
            del q
            gc.collect()
            self.assertIsNone(watch())

    def test_a_cycle_through_an_attribute_and_a_subclass(self):
        class Own(aioqueues.Queue):
            def _put(self, item):
                self._queue.append(item)

        for make in (aioqueues.Queue, Own):
            q = make()
            q.link = Thing(q)
            q.put_nowait(q)
            watch = weakref.ref(q)
            del q
            gc.collect()
            self.assertIsNone(watch())

    def test_a_cycle_through_an_operation_that_waits(self):
        for make in MAKES:
            for fair in (False, True):
                for begin in ("get", "put", "join"):
                    loop = asyncio.new_event_loop()
                    q = make(1, fair=fair)
                    if begin != "get":
                        q.put_nowait(Thing(q))
                    thing = Thing(q)
                    call = getattr(q, begin)
                    task = loop.create_task(call(thing) if begin == "put" else call())
                    loop.run_until_complete(asyncio.sleep(0))
                    task._log_destroy_pending = False
                    watches = weakref.ref(q), weakref.ref(thing)
                    loop.close()
                    del q, thing, call, task, loop
                    gc.collect()
                    self.assertEqual([watch() for watch in watches][0], None)

    def test_items_are_not_leaked(self):
        async def main(make, fair):
            q, items = make(2, fair=fair), [Thing() for _ in range(6)]
            watches = [weakref.ref(item) for item in items]
            tasks = [asyncio.create_task(q.put(item)) for item in items]
            del items
            await asyncio.sleep(0)
            tasks[3].cancel()
            await asyncio.sleep(0)
            for _ in range(3):
                await q.get()
            q.shutdown(immediate=True)
            await asyncio.gather(*tasks, return_exceptions=True)
            tasks.clear()
            return watches

        for make in MAKES:
            for fair in (False, True):
                watches = asyncio.run(main(make, fair))
                gc.collect()
                self.assertEqual([watch() for watch in watches], [None] * 6)

    def test_an_item_that_is_dropped_may_use_the_queue(self):
        class Last:
            def __init__(self, q):
                self.q = q

            def __del__(self):
                seen.append((self.q.qsize(), self.q.get_nowait()))
                self.q.put_nowait("more")

        seen, q = [], aioqueues.Queue()
        q.put_nowait(Last(q))
        q.put_nowait("item")
        q.get_nowait()
        self.assertEqual((seen, q.get_nowait()), ([(1, "item")], "more"))

    def test_queues_in_queues_are_dropped_without_recursion(self):
        for make in MAKES:
            q = make()
            for _ in range(100_000):
                outer = make()
                outer.put_nowait(q)
                q = outer
            del q, outer

    def test_a_queue_that_begins_anew_drops_its_items(self):
        q = aioqueues.Queue()
        thing = Thing()
        watch = weakref.ref(thing)
        q.put_nowait(thing)
        del thing
        q.__init__(3)
        self.assertEqual((watch(), q.qsize(), q._unfinished_tasks, q.maxsize), (None, 0, 0, 3))


class Refused(unittest.TestCase):
    def test_a_queue_is_not_copied(self):
        for action in (copy.copy, copy.deepcopy, pickle.dumps):
            with self.assertRaises(TypeError):
                action(aioqueues.Queue())


class Processes(unittest.TestCase):
    def run_python(self, code):
        command = [sys.executable, "-c", textwrap.dedent(code)]
        path = os.pathsep.join(filter(None, sys.path))
        environment = {**os.environ, "PYTHONPATH": path}
        return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)

    @unittest.skipUnless(hasattr(os, "fork"), "there is no fork")
    def test_a_fork_has_a_queue_of_its_own(self):
        ran = self.run_python(
            """
            import os, threading, aioqueues
            q, ready = aioqueues.Queue(), threading.Event()
            other = aioqueues.Queue()
            threading.Thread(target=other.sync_get, daemon=True).start()
            while not other._getters:
                pass
            q.put_nowait(1)
            child = os.fork()
            if child == 0:
                assert q.get_nowait() == 1 and q.empty()
                other.put_nowait(2)
                os._exit(0)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            assert q.qsize() == 1 and other.qsize() == 0
            print("both")
            """
        )
        self.assertEqual((ran.stdout, ran.returncode), ("both\n", 0), ran.stderr)

    def test_an_interpreter_ends_while_operations_wait(self):
        ran = self.run_python(
            """
            import asyncio, threading, aioqueues
            q, full = aioqueues.Queue(), aioqueues.PriorityQueue(1)
            full.put_nowait(1)
            threading.Thread(target=q.sync_get, daemon=True).start()
            threading.Thread(target=full.sync_put, args=(2,), daemon=True).start()
            async def main():
                asyncio.create_task(q.get())
                await asyncio.sleep(0)
                print("end")
            asyncio.run(main())
            """
        )
        self.assertEqual((ran.stdout, ran.stderr, ran.returncode), ("end\n", "", 0))

    def test_a_second_interpreter_cannot_import_it(self):
        ran = self.run_python(
            """
            try:
                import _interpreters as interpreters
            except ImportError:
                import _xxsubinterpreters as interpreters
            import aioqueues
            code = '''
            try:
                import aioqueues
            except ImportError:
                print("refused")
            '''
            import textwrap
            failure = interpreters.run_string(interpreters.create(), textwrap.dedent(code))
            assert failure is None, failure
            print("in the first:", aioqueues.Queue().qsize())
            """
        )
        self.assertEqual(ran.stdout.split(), "refused in the first: 0".split(), ran.stderr)


if __name__ == "__main__":
    unittest.main()
