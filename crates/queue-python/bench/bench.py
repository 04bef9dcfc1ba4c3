"""Measures aioqueues beside asyncio's queues and those of other libraries, in turn.

A ratio is the processor time of a queue by that of asyncio's in the same round. Below 1 it is faster.
"""

import argparse
import asyncio
import inspect
import json
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import contenders
import workloads

MEMORY = """
import resource, sys
sys.path[:0] = {path!r}
import asyncio, aioqueues
def used():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()
before = used()
queues = [{make}() for _ in range(20_000)]
print((used() - before) / len(queues))
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="of each workload, at most")
    parser.add_argument("--only", default="", help="workloads whose title has this text")
    parser.add_argument("--uvloop", action="store_true", help="run the tasks on uvloop")
    parser.add_argument("--save", type=Path, help="a file for the results, as JSON")
    options = parser.parse_args()
    installed = [one for one in contenders.ALL if one.is_installed()]
    results = {}
    for number, workload in enumerate(workloads.ALL):
        if options.only not in workload.title:
            continue
        if sys.stderr.isatty():
            print(f"\r{number + 1}/{len(workloads.ALL)} {workload.title:50}", end="", file=sys.stderr)
        results[workload.title] = measure(workload, installed, options)
        print_row(workload, results[workload.title])
    used = None
    if not options.only and Path("/proc/self/statm").exists():
        used = memory()
        print(f"memory of an empty queue: {used['aioqueues'] / used['asyncio']:.2g}, goal 0.2 ({used})")
    if options.save:
        told = {"python": platform.python_version(), "rounds": options.rounds, "bytes": used, "rows": results}
        options.save.write_text(json.dumps(told, indent=1))


def measure(workload, installed, options):
    """Returns the median and the quartiles of the ratios to asyncio, by contender."""
    able = [one for one in installed if is_able(one, workload, options)]
    times = {one.name: [] for one in able}
    begin = time.monotonic()
    for number in range(options.rounds):
        # A queue that searches a list takes half a minute a round where ours takes none.
        if number >= 3 and time.monotonic() - begin > 30:
            break
        for one in able:
            times[one.name].append(call(workload, one, options))
    theirs = times["asyncio"]
    ratios = {
        name: [ours / other for ours, other in zip(seconds, theirs)]
        for name, seconds in times.items()
        if name != "asyncio"
    }
    return {name: quartiles(values) for name, values in ratios.items()}


def is_able(contender, workload, options):
    if workload.needs is None:
        return contender in (contenders.Asyncio, contenders.Aioqueues)

    async def look():
        one = contender(64 if "64" in workload.title else 0)
        return all(getattr(one, need) is not None for need in workload.needs)

    return run(look(), options)


def call(workload, contender, options):
    result = workload.run(contender)
    return run(result, options) if inspect.isawaitable(result) else result


def run(coroutine, options):
    if options.uvloop:
        import uvloop

        return uvloop.run(coroutine)
    return asyncio.run(coroutine)


def quartiles(values):
    low, median, high = statistics.quantiles(values, n=4) if len(values) > 1 else values * 3
    return {"median": median, "low": low, "high": high}


def print_row(workload, row):
    shown = ", ".join(
        f"{name} {ratio['median']:.2g} ({ratio['low']:.2g} to {ratio['high']:.2g})"
        for name, ratio in row.items()
    )
    print(f"{workload.title}: {shown}, goal {workload.goal}", flush=True)


def memory():
    """Returns the bytes that an empty queue takes, each measured in a process of its own."""
    used = {}
    for name in ("asyncio", "aioqueues"):
        code = MEMORY.format(path=sys.path, make=f"{name}.Queue")
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        used[name] = round(float(told.stdout))
    return used


if __name__ == "__main__":
    main()
