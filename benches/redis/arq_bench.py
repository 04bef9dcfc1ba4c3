"""arq as `redis-bench` drives it: `python arq_bench.py PORT`, a command a line, and a line for each answer.

`put N` puts N jobs one after the other. `work N K` lets one worker process N jobs, K at once. Both answer with the
nanoseconds. `fill N` leaves N jobs of 100 bytes.
"""

import asyncio
import platform
import sys
import time

from arq import create_pool
from arq.connections import RedisSettings
from arq.version import VERSION
from arq.worker import Worker

seen: list[int] = []


async def job(_context, number):
    seen.append(number)


async def put(pool, count):
    start = time.perf_counter_ns()
    for number in range(count):
        await pool.enqueue_job("job", number)
    return time.perf_counter_ns() - start


async def work(pool, count, at_once):
    seen.clear()
    # In a burst, a worker ends when there is no job. It looks for jobs all the time, and keeps no results.
    options = {"burst": True, "poll_delay": 0.001, "keep_result": 0, "handle_signals": False}
    worker = Worker([job], redis_pool=pool, max_jobs=at_once, **options)
    start = time.perf_counter_ns()
    await worker.async_run()
    elapsed = time.perf_counter_ns() - start
    assert sorted(seen) == list(range(count)), "not each job once"
    assert await pool.zcard("arq:queue") == 0
    return elapsed


async def fill(pool, count):
    for _ in range(0, count, 100):
        await asyncio.gather(*(pool.enqueue_job("job", "x" * 98) for _ in range(100)))
    assert await pool.zcard("arq:queue") == count, "not all are there"
    return 0


async def main():
    pool = await create_pool(RedisSettings(port=int(sys.argv[1])))
    print(f"{VERSION} on CPython {platform.python_version()}", flush=True)
    for line in sys.stdin:
        command, *numbers = line.split()
        match command, [int(number) for number in numbers]:
            case "put", [count, at_once]:
                elapsed = await put(pool, count)
                await work(pool, count, at_once)
            case "work", [count, at_once]:
                await put(pool, count)
                elapsed = await work(pool, count, at_once)
            case "fill", [count]:
                elapsed = await fill(pool, count)
        print(elapsed, flush=True)


asyncio.run(main())
