"""Prints the version, then the bytes that asyncio's queues take: an empty queue, a queue at which one get waits, and each
further get, put and join that waits.

A coroutine without a task waits, since the futures that it is compared with have no task either.
"""

import asyncio
import gc
import platform
import tracemalloc

NUMBER = 10_000


def bytes_each(make):
    made = [None] * NUMBER
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    for index in range(NUMBER):
        made[index] = make()
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    return round((after - before) / NUMBER), made


def waiting(coroutine):
    coroutine.send(None)
    return coroutine


async def main():
    empty = asyncio.Queue(1)
    full = asyncio.Queue(1)
    full.put_nowait(0)
    things = [
        lambda: asyncio.Queue(8),
        lambda: waiting(asyncio.Queue(8).get()),
        lambda: waiting(empty.get()),
        lambda: waiting(full.put(1)),
        lambda: waiting(full.join()),
    ]
    tracemalloc.start()
    measured = [bytes_each(make) for make in things]
    tracemalloc.stop()
    print(platform.python_version(), *(size for size, _ in measured))
    for _, made in measured[1:]:
        for coroutine in made:
            coroutine.close()


asyncio.run(main())
