"""What is measured. Each workload checks its result, and returns the processor time that it took in seconds."""

import asyncio
import random
import threading
import time
from dataclasses import dataclass
from typing import Callable

import aioqueues
from contenders import Aioqueues, Asyncio


@dataclass
class Workload:
    """A title, what to run, what it needs, and the ratio to asyncio that is good enough."""

    title: str
    run: Callable
    needs: tuple
    goal: float


class Clock:
    """The processor time of the process between entry and exit."""

    def __enter__(self):
        self.start = time.process_time()
        return self

    def __exit__(self, *_):
        self.seconds = time.process_time() - self.start


def pair(make, count=20_000):
    q = make().attempts
    with Clock() as clock:
        for item in range(count):
            q.put_nowait(item)
            assert q.get_nowait() == item
    return clock.seconds


async def ready(make, count=10_000):
    q = make()
    put, get = q.put, q.get
    with Clock() as clock:
        for item in range(count):
            await put(item)
            assert await get() == item
    return clock.seconds


def one_to_one(size, count):
    async def run(make):
        q = make(size)

        async def give():
            for item in range(count):
                await q.put(item)

        async def take():
            return [await q.get() for _ in range(count)]

        with Clock() as clock:
            _, got = await asyncio.gather(give(), take())
        assert got == list(range(count))
        return clock.seconds

    return run


def thread_to_loop(size, count):
    async def run(make):
        q = make(size)
        q.loop = asyncio.get_running_loop()

        def give():
            for item in range(count):
                q.sync_put(item)

        thread = threading.Thread(target=give)
        with Clock() as clock:
            thread.start()
            got = [await q.get() for _ in range(count)]
            await asyncio.to_thread(thread.join)
        assert got == list(range(count))
        return clock.seconds

    return run


def loop_to_thread(size, count):
    async def run(make):
        q, got = make(size), []
        q.loop = asyncio.get_running_loop()
        thread = threading.Thread(target=lambda: got.extend(q.sync_get() for _ in range(count)))
        with Clock() as clock:
            thread.start()
            for item in range(count):
                await q.put(item)
            await asyncio.to_thread(thread.join)
        assert got == list(range(count))
        return clock.seconds

    return run


async def wake(make, count=5_000):
    q = make()
    gets = [asyncio.create_task(q.get()) for _ in range(count)]
    await asyncio.sleep(0)
    with Clock() as clock:
        for item in range(count):
            q.attempts.put_nowait(item)
        got = await asyncio.gather(*gets)
    assert got == list(range(count))
    return clock.seconds


async def cancel(make, count=40_000):
    q = make()
    gets = [asyncio.create_task(q.get()) for _ in range(count)]
    await asyncio.sleep(0)
    with Clock() as clock:
        for get in reversed(gets):
            get.cancel()
        ended = await asyncio.gather(*gets, return_exceptions=True)
    assert all(isinstance(error, asyncio.CancelledError) for error in ended)
    return clock.seconds


def priorities(item_of):
    def run(make, count=10_000):
        kind = {Asyncio: asyncio.PriorityQueue, Aioqueues: aioqueues.PriorityQueue}[make]
        rng = random.Random(7)
        items = [item_of(rng.random()) for _ in range(1_000 + count)]
        q = make(make=kind).attempts
        for item in items[:1_000]:
            q.put_nowait(item)
        least = None
        with Clock() as clock:
            for item in items[1_000:]:
                q.put_nowait(item)
                least = q.get_nowait()
        assert least <= q.get_nowait()
        return clock.seconds

    return run


def subclassed(run):
    """The workload on a subclass that overrides where an item is put."""
    kinds = {}
    for make, base in ((Asyncio, asyncio.Queue), (Aioqueues, aioqueues.Queue)):
        put = {"_put": lambda self, item: self._queue.append(item)}
        kinds[make] = type("Sub", (base,), put)

    def run_subclassed(make):
        return run(lambda size=0: make(size, kinds[make]))

    return run_subclassed


class Item:
    """An item that Python compares."""

    def __init__(self, key):
        self.key = key

    def __lt__(self, other):
        return self.key < other.key

    def __le__(self, other):
        return self.key <= other.key


ATTEMPTS, TASKS, OURS = ("attempts",), ("put", "get"), None
BOTH = ("put", "get", "sync_put", "sync_get")

ALL = (
    Workload("put_nowait + get_nowait", pair, ATTEMPTS, 0.25),
    Workload("await put + await get, ready", ready, TASKS, 0.5),
    Workload("tasks 1-1, unbounded", one_to_one(0, 10_000), TASKS, 1),
    Workload("tasks 1-1 at 64", one_to_one(64, 10_000), TASKS, 0.5),
    Workload("tasks 1-1 at 1", one_to_one(1, 5_000), TASKS, 0.95),
    Workload("thread to loop, unbounded", thread_to_loop(0, 3_000), BOTH, 1),
    Workload("thread to loop at 64", thread_to_loop(64, 3_000), BOTH, 1),
    Workload("thread to loop at 1", thread_to_loop(1, 500), BOTH, 1),
    Workload("loop to thread at 64", loop_to_thread(64, 3_000), BOTH, 1),
    Workload("5,000 gets are woken", wake, (*ATTEMPTS, *TASKS), 1),
    Workload("40,000 gets are cancelled in reverse", cancel, OURS, 0.03),
    Workload("priority of 1,000 floats", priorities(lambda key: key), OURS, 1),
    Workload("priority of 1,000 tuples", priorities(lambda key: (key, "x")), OURS, 1),
    Workload("priority of 1,000 objects", priorities(Item), OURS, 1),
    Workload("subclassed: put_nowait + get_nowait", subclassed(pair), OURS, 1.5),
    Workload("subclassed: tasks 1-1 at 64", subclassed(one_to_one(64, 10_000)), OURS, 1.5),
)
