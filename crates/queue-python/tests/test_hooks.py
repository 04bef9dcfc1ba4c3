"""Subclasses that override what asyncio calls."""

import asyncio
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

    def test_a_subclass_may_have_other_parameters(self):
        class Named(aioqueues.Queue):
            def __init__(self, name, *, size):
                super().__init__(size)
                self.name = name

        q = Named("a", size=1)
        q.put_nowait(1)
        self.assertEqual((q.name, q.full(), q._order), ("a", True, "fifo"))

    def test_threads_use_a_subclass(self):
        q = Unique(2)
        q.sync_put(1)
        q.sync_put(1)
        self.assertEqual((q.qsize(), q.sync_get(), q.empty()), (1, 1, True))
        with self.assertRaises(aioqueues.SyncQueueEmpty):
            q.sync_get(timeout=0.001)


if __name__ == "__main__":
    unittest.main()
