"""Threads beside tasks, and several event loops."""

import asyncio
import os
import queue
import signal
import threading
import unittest

import aioqueues

LIMIT = 30


def start(function, *arguments):
    thread = threading.Thread(target=function, args=arguments, daemon=True)
    thread.start()
    return thread


def until(condition):
    """Wait until other threads have made a condition true."""
    pause = threading.Event()
    for _ in range(LIMIT * 1000):
        if condition():
            return
        pause.wait(0.001)
    raise AssertionError("it did not come to that in time")


class Interrupted(unittest.TestCase):
    """Tests in which an interrupt comes. A process in the background may ignore it."""

    def setUp(self):
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)


class Blocking(Interrupted):
    def test_a_get_blocks_until_there_is_an_item(self):
        q, got = aioqueues.Queue(), []
        thread = start(lambda: got.append(q.sync_get()))
        until(lambda: len(q._getters) == 1)
        q.put_nowait("item")
        thread.join(LIMIT)
        self.assertEqual(got, ["item"])

    def test_a_put_blocks_until_there_is_room(self):
        q = aioqueues.Queue(1)
        q.sync_put(1)
        thread = start(q.sync_put, 2)
        until(lambda: len(q._putters) == 1)
        self.assertEqual(q.sync_get(), 1)
        thread.join(LIMIT)
        self.assertEqual(q.get_nowait(), 2)

    def test_a_join_blocks_until_all_is_done(self):
        q = aioqueues.Queue()
        q.sync_put(1)
        thread = start(q.sync_join)
        with self.assertRaises(TimeoutError):
            q.sync_join(timeout=0)
        q.get_nowait()
        q.task_done()
        thread.join(LIMIT)
        self.assertFalse(thread.is_alive())
        q.sync_join()

    def test_a_call_that_is_late_leaves_its_line(self):
        q = aioqueues.Queue(1)
        for error in (asyncio.QueueEmpty, queue.Empty, aioqueues.SyncQueueEmpty):
            with self.assertRaises(error):
                q.sync_get(timeout=0.001)
            with self.assertRaises(error):
                q.sync_get(block=False)
        q.sync_put(1)
        for error in (asyncio.QueueFull, queue.Full, aioqueues.SyncQueueFull):
            with self.assertRaises(error):
                q.sync_put(2, timeout=0.001)
            with self.assertRaises(error):
                q.sync_put(2, block=False)
        for timeout in (-1, float("nan")):
            with self.assertRaises(ValueError):
                q.sync_put(2, timeout=timeout)
            with self.assertRaises(ValueError):
                q.sync_get(timeout=timeout)
        self.assertEqual((len(q._getters), len(q._putters), q.qsize()), (0, 0, 1))

    def test_a_shutdown_wakes_threads(self):
        for immediate in (False, True):
            q, full, failed = aioqueues.Queue(), aioqueues.Queue(1), []

            def fail(call, *arguments):
                try:
                    call(*arguments)
                except aioqueues.QueueShutDown:
                    failed.append(call.__name__)

            full.put_nowait(1)
            threads = [start(fail, q.sync_get), start(fail, full.sync_put, 2)]
            until(lambda: len(q._getters) == len(full._putters) == 1)
            q.shutdown(immediate)
            full.shutdown(immediate)
            for thread in threads:
                thread.join(LIMIT)
            self.assertEqual(sorted(failed), ["sync_get", "sync_put"])

    @unittest.skipUnless(hasattr(signal, "pthread_kill"), "there are no signals to send")
    def test_an_interrupt_ends_a_blocked_call(self):
        q = aioqueues.Queue()

        def interrupt():
            until(lambda: len(q._getters) == 1)
            os.kill(os.getpid(), signal.SIGINT)

        start(interrupt)
        with self.assertRaises(KeyboardInterrupt):
            q.sync_get()
        self.assertEqual(len(q._getters), 0)
        q.put_nowait(1)
        self.assertEqual(q.sync_get(), 1)


class BothWorlds(Interrupted):
    def test_a_thread_hands_items_to_a_loop(self):
        for size in (0, 1, 64):
            q = aioqueues.Queue(size)

            async def take():
                return [await q.get() for _ in range(1000)]

            thread = start(lambda: [q.sync_put(item) for item in range(1000)])
            self.assertEqual(asyncio.run(asyncio.wait_for(take(), LIMIT)), list(range(1000)))
            thread.join(LIMIT)

    def test_a_loop_hands_items_to_a_thread(self):
        for size in (0, 1, 64):
            q, got = aioqueues.Queue(size), []

            async def give():
                for item in range(1000):
                    await q.put(item)

            thread = start(lambda: got.extend(q.sync_get() for _ in range(1000)))
            asyncio.run(asyncio.wait_for(give(), LIMIT))
            thread.join(LIMIT)
            self.assertEqual(got, list(range(1000)))

    def test_loops_and_threads_share_a_queue(self):
        for make in (aioqueues.Queue, aioqueues.LifoQueue, aioqueues.PriorityQueue):
            for fair in (False, True):
                self.share(make(3, fair=fair))

    def share(self, q):
        count, got = 300, []

        async def give(first):
            for item in range(first, first + count):
                await q.put(item)

        async def take():
            async for item in q:
                got.append(item)
                q.task_done()

        def sync_take():
            try:
                while True:
                    got.append(q.sync_get())
                    q.task_done()
            except aioqueues.QueueShutDown:
                pass

        takers = [start(asyncio.run, take()) for _ in range(2)] + [start(sync_take)]
        givers = [start(asyncio.run, give(count * index)) for index in range(2)]
        givers.append(start(lambda: [q.sync_put(item) for item in range(2 * count, 3 * count)]))
        for thread in givers:
            thread.join(LIMIT)
        q.sync_join(LIMIT)
        q.shutdown()
        for thread in takers:
            thread.join(LIMIT)
        self.assertEqual(sorted(got), list(range(3 * count)))

    def test_a_fair_queue_serves_tasks_and_threads_in_the_order_of_arrival(self):
        q, got = aioqueues.Queue(fair=True), []

        async def take(name):
            got.append((name, await q.get()))

        async def main():
            first = asyncio.create_task(take("first"))
            await asyncio.sleep(0)
            thread = start(lambda: got.append(("thread", q.sync_get())))
            await asyncio.to_thread(until, lambda: len(q._getters) == 2)
            last = asyncio.create_task(take("last"))
            await asyncio.sleep(0)
            self.assertEqual(len(q._getters), 3)
            for item in range(3):
                q.put_nowait(item)
                await asyncio.to_thread(until, lambda: len(got) == item + 1)
            await asyncio.gather(first, last)
            thread.join(LIMIT)

        asyncio.run(main())
        self.assertEqual(got, [("first", 0), ("thread", 1), ("last", 2)])

    def test_a_get_whose_loop_is_closed_is_passed_over(self):
        q = aioqueues.Queue()
        abandoned = asyncio.new_event_loop()
        task = abandoned.create_task(q.get())
        abandoned.run_until_complete(asyncio.sleep(0))
        abandoned.close()
        self.assertEqual(len(q._getters), 1)
        got = []
        thread = start(lambda: got.append(q.sync_get()))
        until(lambda: len(q._getters) == 2)
        q.put_nowait(1)
        thread.join(LIMIT)
        self.assertEqual(got, [1])
        task._log_destroy_pending = False

    def test_a_wake_on_its_way_to_a_loop_that_is_closed_goes_to_the_next_get(self):
        q, loop, got = aioqueues.Queue(), asyncio.new_event_loop(), []
        task = loop.create_task(q.get())
        loop.run_until_complete(asyncio.sleep(0))

        def put_and_stop():
            # From another thread, while the loop runs: it stops before it comes to the wake.
            start(q.put_nowait, 1).join(LIMIT)
            loop.stop()

        thread = start(lambda: got.append(q.sync_get()))
        until(lambda: len(q._getters) == 2)
        loop.call_soon(put_and_stop)
        loop.run_forever()
        self.assertEqual((q.qsize(), got), (1, []))
        loop.close()
        thread.join(LIMIT)
        self.assertEqual(got, [1])
        task._log_destroy_pending = False

    def test_an_interrupt_while_a_task_is_woken_comes_after_the_put(self):
        for before in (True, False):
            q, loop = aioqueues.Queue(), asyncio.new_event_loop()
            thread = start(loop.run_forever)
            future = asyncio.run_coroutine_threadsafe(q.get(), loop)
            until(lambda: len(q._getters) == 1)
            real, calls = loop.call_soon_threadsafe, []

            def interrupted(*arguments):
                calls.append(arguments)
                if not before or len(calls) > 1:
                    real(*arguments)
                if len(calls) == 1:
                    raise KeyboardInterrupt

            loop.call_soon_threadsafe = interrupted
            with self.assertRaises(KeyboardInterrupt):
                q.put_nowait(1)
                for _ in range(10_000):
                    pass
            self.assertEqual(future.result(LIMIT), 1)
            self.assertEqual((q.qsize(), len(q._getters)), (0, 0))
            loop.call_soon_threadsafe = real
            loop.call_soon_threadsafe(loop.stop)
            thread.join(LIMIT)
            loop.close()

    def test_a_loop_that_moves_to_another_thread_is_woken(self):
        q = aioqueues.Queue()
        loop = asyncio.new_event_loop()
        task = loop.create_task(q.get())
        loop.run_until_complete(asyncio.sleep(0))
        thread = start(loop.run_until_complete, task)
        until(loop.is_running)
        q.put_nowait(1)
        thread.join(LIMIT)
        self.assertEqual(task.result(), 1)
        loop.close()


if __name__ == "__main__":
    unittest.main()
