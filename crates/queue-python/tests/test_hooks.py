"""Subclasses that override what asyncio calls."""

import asyncio
import sys
import threading
import unittest

import aioqueues


class Unique(aioqueues.Queue):
    """A queue that keeps the first of equal items."""

    def _put(self, item):
        if item not in self._queue:
            super()._put(item)


def both(function):
    """Run a test on a subclass of asyncio's queues and on one of ours."""

    def test(self):
        for module in (asyncio, aioqueues):
            with self.subTest(module=module.__name__):
                asyncio.run(asyncio.wait_for(function(self, module), 10))

    return test


class Hooks(unittest.TestCase):
    @both
    async def test_items_are_where_the_subclass_has_them(self, module):
        class Sets(module.Queue):
            def _init(self, maxsize):
                self.size, self._queue = maxsize, set()

            def _put(self, item):
                self._queue.add(item)

            def _get(self):
                return self._queue.pop()

        q = Sets(2)
        await q.put(1)
        await q.put(1)
        self.assertEqual((q.size, q.qsize(), q.full(), q._unfinished_tasks), (2, 1, False, 2))
        q.put_nowait(2)
        with self.assertRaises(asyncio.QueueFull):
            q.put_nowait(3)
        late = asyncio.create_task(q.put(3))
        await asyncio.sleep(0)
        got = {await q.get(), await q.get()}
        await late
        self.assertEqual((got | {q.get_nowait()}, q.empty()), ({1, 2, 3}, True))
        with self.assertRaises(asyncio.QueueEmpty):
            q.get_nowait()

    @both
    async def test_a_put_that_fails_puts_nothing(self, module):
        class Picky(module.Queue):
            def _put(self, item):
                if item == 13:
                    raise ZeroDivisionError
                self._queue.append(item)

        q = Picky(1)
        with self.assertRaises(ZeroDivisionError):
            await q.put(13)
        self.assertEqual((q.qsize(), q._unfinished_tasks, q.full()), (0, 0, False))
        await q.put(1)
        late = asyncio.create_task(q.put(2))
        await asyncio.sleep(0)
        self.assertEqual(await q.get(), 1)
        await late
        self.assertEqual(q._queue[0], 2)

    @both
    async def test_a_get_that_fails_takes_nothing(self, module):
        class Moody(module.Queue):
            good = False

            def _get(self):
                if not self.good:
                    raise ZeroDivisionError
                return super()._get()

        q = Moody()
        q.put_nowait(1)
        with self.assertRaises(ZeroDivisionError):
            await q.get()
        with self.assertRaises(ZeroDivisionError):
            q.get_nowait()
        self.assertEqual((q.qsize(), q._unfinished_tasks), (1, 1))
        q.good = True
        self.assertEqual((await q.get(), q.qsize(), q._unfinished_tasks), (1, 0, 1))

    @both
    async def test_puts_and_gets_go_through_the_attempts(self, module):
        class Counted(module.Queue):
            puts = gets = 0

            def put_nowait(self, item):
                super().put_nowait(item)
                self.puts += 1

            def get_nowait(self):
                item = super().get_nowait()
                self.gets += 1
                return item

        q = Counted(1)
        await q.put(1)
        late = asyncio.create_task(q.put(2))
        await asyncio.sleep(0)
        self.assertEqual([await q.get(), await q.get()], [1, 2])
        await late
        early = asyncio.create_task(q.get())
        await asyncio.sleep(0)
        await q.put(3)
        self.assertEqual((await early, q.puts, q.gets), (3, 3, 3))
        self.assertEqual((q.qsize(), q._unfinished_tasks), (0, 3))

    @both
    async def test_an_attempt_may_do_nothing(self, module):
        class Lossy(module.Queue):
            def put_nowait(self, item):
                if item:
                    super().put_nowait(item)

        q = Lossy(1)
        await q.put(0)
        self.assertEqual((q.qsize(), q._unfinished_tasks), (0, 0))
        await q.put(1)
        late = asyncio.create_task(q.put(0))
        last = asyncio.create_task(q.put(2))
        await asyncio.sleep(0)
        self.assertEqual(q.get_nowait(), 1)
        await late
        if module is asyncio:
            last.cancel()  # asyncio leaves it waiting beside room
        else:
            await last
            self.assertEqual(await q.get(), 2)

    @both
    async def test_one_put_may_be_several_items(self, module):
        class Pairs(module.Queue):
            def _put(self, item):
                self._queue.extend((item, item))

        q = Pairs(2)
        await q.put(1)
        self.assertEqual((q.qsize(), q.full(), q._unfinished_tasks), (2, True, 1))
        self.assertEqual([await q.get(), await q.get()], [1, 1])
        self.assertTrue(q.empty())

    @both
    async def test_a_subclass_counts_its_items_itself(self, module):
        class Heavy(module.Queue):
            def _init(self, maxsize):
                self.items = []

            def qsize(self):
                return sum(self.items)

            def empty(self):
                return not self.items

            def _put(self, item):
                self.items.append(item)

            def _get(self):
                return self.items.pop(0)

        q = Heavy(3)
        await q.put(2)
        self.assertEqual((q.qsize(), q.full(), q._unfinished_tasks), (2, False, 1))
        await q.put(2)
        self.assertEqual((q.qsize(), q.full()), (4, True))
        late = asyncio.create_task(q.put(1))
        await asyncio.sleep(0)
        self.assertEqual(await q.get(), 2)
        await late
        self.assertEqual((q.qsize(), q._unfinished_tasks), (3, 3))
        self.assertEqual([q.get_nowait(), q.get_nowait(), q.empty()], [2, 1, True])

    @both
    async def test_a_shutdown_takes_items_out_by_the_method_of_the_subclass(self, module):
        if not hasattr(module.Queue, "shutdown"):
            return

        class Kept(module.Queue):
            def _init(self, maxsize):
                super()._init(maxsize)
                self.taken = []

            def _get(self):
                self.taken.append(self._queue.popleft())
                return self.taken[-1]

        q = Kept()
        for item in range(3):
            q.put_nowait(item)
        q.shutdown(immediate=True)
        self.assertEqual((q.taken, q.qsize(), q._unfinished_tasks), ([0, 1, 2], 0, 0))

    @both
    async def test_a_hook_that_shuts_its_queue_down_has_put(self, module):
        for immediate in (False, True):

            class Last(module.Queue):
                def _put(self, item):
                    super()._put(item)
                    self.shutdown(immediate)
                    if immediate:
                        super()._put(item)

            if not hasattr(module.Queue, "shutdown"):
                return
            q = Last()
            q.put_nowait(1)
            self.assertEqual((q.qsize(), q._unfinished_tasks, await q.get()), (1, 1, 1))
            q.task_done()
            await q.join()
            with self.assertRaises(module.QueueShutDown):
                q.put_nowait(2)

    def test_a_shutdown_waits_for_a_hook_of_another_thread(self):
        class Slow(aioqueues.Queue):
            def _put(self, item):
                super()._put(item)
                entered.release()
                left.acquire(timeout=0.1)

        q, entered, left = Slow(), threading.Lock(), threading.Lock()
        entered.acquire()
        left.acquire()
        thread = threading.Thread(target=q.put_nowait, args=(1,))
        thread.start()
        entered.acquire()
        q.shutdown(immediate=True)
        thread.join()
        self.assertEqual((q.qsize(), len(q._queue), q._unfinished_tasks), (0, 0, 0))

    def test_a_subclass_may_have_other_parameters(self):
        class Named(aioqueues.Queue):
            def __init__(self, name, *, size):
                super().__init__(size)
                self.name = name

        q = Named("a", size=1)
        q.put_nowait(1)
        self.assertEqual((q.name, q.full(), q._order), ("a", True, "fifo"))

    def test_an_error_of_qsize_undoes_nothing(self):
        class Shy(aioqueues.Queue):
            is_shy = False

            def qsize(self):
                if self.is_shy:
                    raise ZeroDivisionError
                return len(self._queue)

        q, seen = Shy(), []
        hook, sys.unraisablehook = sys.unraisablehook, seen.append
        try:
            q.is_shy = True
            q.put_nowait(1)
            q.put_nowait(2)
            self.assertEqual((q.get_nowait(), q.get_nowait()), (1, 2))
        finally:
            sys.unraisablehook = hook
        self.assertEqual([type(one.exc_value) for one in seen], [ZeroDivisionError] * 4)
        self.assertEqual(q._unfinished_tasks, 2)

    def test_hooks_run_in_one_thread_at_a_time(self):
        class Busy(aioqueues.Queue):
            inside = 0

            def enter(self):
                self.inside += 1
                assert self.inside == 1
                for _ in range(20):
                    pass
                self.inside -= 1

            def _put(self, item):
                self.enter()
                self._queue.append(item)

            def _get(self):
                self.enter()
                return self._queue.popleft()

        for fair in (False, True):
            self.hammer(Busy(3, fair=fair))

    def test_attempts_that_are_overridden_run_in_several_threads(self):
        class Slow(aioqueues.Queue):
            def put_nowait(self, item):
                for _ in range(20):
                    pass
                super().put_nowait(item)

            def get_nowait(self):
                for _ in range(20):
                    pass
                return super().get_nowait()

        for fair in (False, True):
            self.hammer(Slow(3, fair=fair))

    def hammer(self, q):
        """Let threads put and get at once, and see that each item is got once and the bound holds."""
        count, got, failed, most = 400, [], [], 0
        self.addCleanup(sys.setswitchinterval, sys.getswitchinterval())
        sys.setswitchinterval(1e-6)

        def give(first):
            nonlocal most
            try:
                for item in range(first, first + count):
                    q.sync_put(item, timeout=20)
                    most = max(most, len(q._queue))
            except Exception as error:
                failed.append(error)

        def take():
            try:
                for _ in range(count):
                    got.append(q.sync_get(timeout=20))
                    q.task_done()
            except Exception as error:
                failed.append(error)

        threads = [threading.Thread(target=give, args=(count * n,)) for n in range(3)]
        threads += [threading.Thread(target=take) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual((failed, sorted(got)), ([], list(range(3 * count))))
        self.assertEqual((q.qsize(), q._unfinished_tasks, q.full()), (0, 0, False))
        self.assertLessEqual(most, 3)

    def test_threads_use_a_subclass(self):
        q = Unique(2)
        q.sync_put(1)
        q.sync_put(1)
        self.assertEqual((q.qsize(), q.sync_get(), q.empty()), (1, 1, True))
        with self.assertRaises(aioqueues.SyncQueueEmpty):
            q.sync_get(timeout=0.001)


if __name__ == "__main__":
    unittest.main()
