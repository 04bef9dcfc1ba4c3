"""Items whose comparisons fail, lie, or call the queue."""

import asyncio
import heapq
import random
import unittest

import aioqueues


class Item:
    """An item whose comparison may do something else first."""

    def __init__(self, key, do=None):
        self.key, self.do = key, do

    def __lt__(self, other):
        for item in (self, other):
            if item.do is not None:
                item.do()
        return self.key < other.key


def fail():
    raise ZeroDivisionError


class Order(unittest.TestCase):
    def test_it_is_that_of_heapq(self):
        kinds = (
            lambda rng, n: rng.randrange(10),
            lambda rng, n: rng.random(),
            lambda rng, n: str(rng.randrange(30)),
            lambda rng, n: (rng.randrange(5), rng.randrange(5), "x"),
            lambda rng, n: (rng.randrange(5), Item(rng.randrange(3))),
            lambda rng, n: Item(rng.randrange(10)),
            lambda rng, n: rng.choice((1, 1.0, True, 2, 2.5, False)),
        )
        for seed in range(200):
            rng = random.Random(seed)
            kind = kinds[seed % len(kinds)]
            q, heap = aioqueues.PriorityQueue(), []
            for n in range(60):
                if rng.random() < 0.6:
                    item = kind(rng, n)
                    heapq.heappush(heap, item)
                    q.put_nowait(item)
                elif heap:
                    self.assertIs(q.get_nowait(), heapq.heappop(heap))
                self.assertEqual(len(q._queue), len(heap))
                self.assertTrue(all(a is b for a, b in zip(q._queue, heap)))

    def test_it_makes_the_comparisons_of_heapq(self):
        def run(push, pop):
            seen = []

            class Spy:
                def __init__(self, key):
                    self.key = key

                def __lt__(self, other):
                    seen.append((self.key, other.key))
                    return self.key < other.key

            rng = random.Random(7)
            for _ in range(50):
                push(Spy(rng.randrange(20)))
            for _ in range(50):
                pop()
            return seen

        q, heap = aioqueues.PriorityQueue(), []
        theirs = run(lambda item: heapq.heappush(heap, item), lambda: heapq.heappop(heap))
        self.assertEqual(run(q.put_nowait, q.get_nowait), theirs)


class Failures(unittest.TestCase):
    def test_a_put_whose_comparison_fails_has_put_nothing(self):
        q = aioqueues.PriorityQueue(2)
        q.put_nowait(Item(1))
        with self.assertRaises(ZeroDivisionError):
            q.put_nowait(Item(0, fail))
        with self.assertRaises(TypeError):
            q.put_nowait("text")
        self.assertEqual((q.qsize(), q._unfinished_tasks, q.full()), (1, 1, False))
        q.put_nowait(Item(0))
        self.assertEqual([q.get_nowait().key, q.get_nowait().key], [0, 1])

    def test_a_get_whose_comparison_fails_loses_nothing(self):
        q = aioqueues.PriorityQueue()
        items = [Item(key) for key in range(5)]
        for item in items:
            q.put_nowait(item)
        items[3].do = fail
        with self.assertRaises(ZeroDivisionError):
            for _ in range(5):
                q.get_nowait()
        left = q.qsize()
        items[3].do = None
        self.assertEqual([q.get_nowait().key for _ in range(left)], list(range(5 - left, 5)))
        self.assertEqual(q._unfinished_tasks, 5)

    def test_a_waiting_put_whose_comparison_fails_passes_its_room_on(self):
        for fair in (False, True):

            async def main():
                q = aioqueues.PriorityQueue(2, fair=fair)
                await q.put(Item(1))
                await q.put(Item(2))
                bad = asyncio.create_task(q.put(Item(0, fail)))
                good = asyncio.create_task(q.put(Item(3)))
                await asyncio.sleep(0)
                self.assertEqual(len(q._putters), 2)
                self.assertEqual(q.get_nowait().key, 1)
                with self.assertRaises(ZeroDivisionError):
                    await bad
                await asyncio.wait_for(good, 10)
                self.assertEqual([q.get_nowait().key, q.get_nowait().key], [2, 3])
                self.assertEqual((q._unfinished_tasks, len(q._putters)), (3, 0))

            asyncio.run(main())

    def test_a_waiting_get_whose_comparison_fails_passes_its_item_on(self):
        async def main():
            q = aioqueues.PriorityQueue()
            gets = [asyncio.create_task(q.get()) for _ in range(4)]
            await asyncio.sleep(0)
            items = [Item(key) for key in (1, 2, 3)]
            for item in items:
                q.put_nowait(item)
            self.assertEqual(len(q._getters), 1)  # the last was not notified

            def fail_once():
                items[1].do = None
                fail()

            items[1].do = fail_once
            with self.assertRaises(ZeroDivisionError):
                await gets[0]
            got = await asyncio.wait_for(asyncio.gather(*gets[1:]), 10)
            self.assertEqual([item.key for item in got], [1, 2, 3])
            self.assertEqual((q.qsize(), len(q._getters)), (0, 0))

        asyncio.run(main())

    def test_a_comparison_may_ask_the_queue(self):
        q, seen = aioqueues.PriorityQueue(2), []
        q.put_nowait(Item(1))
        q.put_nowait(Item(0, lambda: seen.append((q.qsize(), q.empty(), repr(q) != ""))))
        self.assertEqual(seen, [(1, False, True)])

    def test_a_comparison_that_changes_the_queue_fails_as_in_heapq(self):
        q = aioqueues.PriorityQueue()
        q.put_nowait(Item(1))
        with self.assertRaises(RuntimeError):
            q.put_nowait(Item(0, lambda: q.put_nowait(Item(2))))
        self.assertEqual([q.get_nowait().key, q.get_nowait().key], [1, 2])
        self.assertEqual(q._unfinished_tasks, 2)

    def test_a_comparison_may_shut_the_queue_down(self):
        q = aioqueues.PriorityQueue()
        q.put_nowait(Item(1))
        with self.assertRaises((aioqueues.QueueShutDown, RuntimeError)):
            q.put_nowait(Item(0, lambda: q.shutdown(immediate=True)))
        self.assertEqual((q.qsize(), q._unfinished_tasks), (0, 0))


if __name__ == "__main__":
    unittest.main()
