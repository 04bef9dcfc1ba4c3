"""Prints the version of CPython, then runs a workload for each line of its input.

A line has the name of a workload, a capacity if the workload has one, and a number of items. The workload moves the
items through an asyncio.Queue and checks that all arrived. The answer is the time that this took, in nanoseconds.
"""

import asyncio
import platform
import sys
import time


async def attempts(items):
    queue = asyncio.Queue(1024)
    total = 0
    start = time.perf_counter_ns()
    for number in range(items):
        queue.put_nowait(number)
        total += queue.get_nowait()
    return total, time.perf_counter_ns() - start


async def feed(queue, items):
    for number in range(items):
        await queue.put(number)


async def consume(queue, items):
    total = 0
    for _ in range(items):
        total += await queue.get()
    return total


async def work(queue, items):
    total = 0
    for _ in range(items):
        total += await queue.get()
        queue.task_done()
    return total


async def exchange(capacity, items):
    queue = asyncio.Queue(capacity)
    start = time.perf_counter_ns()
    _, total = await asyncio.gather(feed(queue, items), consume(queue, items))
    return total, time.perf_counter_ns() - start


async def join(capacity, items):
    queue = asyncio.Queue(capacity)
    start = time.perf_counter_ns()
    worker = asyncio.create_task(work(queue, items))
    await feed(queue, items)
    await queue.join()
    elapsed = time.perf_counter_ns() - start
    return await worker, elapsed


print(platform.python_version(), flush=True)
for line in sys.stdin:
    name, *numbers = line.split()
    numbers = [int(number) for number in numbers]
    items = numbers[-1]
    total, elapsed = asyncio.run({"attempts": attempts, "exchange": exchange, "join": join}[name](*numbers))
    assert total == items * (items - 1) // 2, "an item was lost"
    print(elapsed, flush=True)
