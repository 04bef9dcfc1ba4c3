# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
"""A program that type checkers accept, but for the lines marked `type: ignore`, which they refuse.

Both checkers also refuse a mark on a line that they accept.
"""

import asyncio
import queue

from typing_extensions import assert_type

import aioqueues
from aioqueues import janus


class Job:
    """It has no order."""


class Unique(aioqueues.Queue[int]):
    """A subclass that has its items itself."""

    def _init(self, maxsize: float) -> None:
        self._queue: list[int] = []

    def _put(self, item: int) -> None:
        if item not in self._queue:
            self._queue.append(item)

    def _get(self) -> int:
        return self._queue.pop()


class Wrong(aioqueues.Queue[int]):
    """A subclass whose items are of another type."""

    def _get(self) -> str:  # type: ignore[override]
        return ""


def constructors() -> None:
    assert_type(aioqueues.Queue[int](), aioqueues.Queue[int])
    assert_type(aioqueues.PriorityQueue[tuple[int, str]](3), aioqueues.PriorityQueue[tuple[int, str]])
    assert_type(aioqueues.LifoQueue[str](maxsize=2.5, fair=True), aioqueues.LifoQueue[str])
    q: aioqueues.Queue[int] = aioqueues.Queue(float("inf"))
    assert_type(q.maxsize, float)
    either: list[aioqueues.Queue[int]] = [q, aioqueues.LifoQueue[int](), aioqueues.PriorityQueue[int](), Unique()]
    assert_type(either[0].get_nowait(), int)
    aioqueues.Queue[int](1, True)  # type: ignore[call-arg]
    aioqueues.Queue[int]("1")  # type: ignore[arg-type]
    aioqueues.PriorityQueue[Job]()  # type: ignore[type-var]


async def tasks(q: aioqueues.Queue[int]) -> None:
    await q.put(1)
    assert_type(await q.get(), int)
    q.task_done()
    await q.join()
    async for item in q:
        assert_type(item, int)
    assert_type(await asyncio.wait_for(q.get(), 1), int)
    await q.put("1")  # type: ignore[arg-type]
    text: str = await q.get()  # type: ignore[assignment]
    print(text)


def attempts(q: aioqueues.PriorityQueue[int]) -> None:
    try:
        q.put_nowait(1)
        assert_type(q.get_nowait(), int)
    except (aioqueues.QueueEmpty, aioqueues.QueueFull, aioqueues.QueueShutDown):
        q.shutdown(immediate=True)
    assert_type((q.qsize(), q.empty(), q.full()), tuple[int, bool, bool])
    q.put_nowait(None)  # type: ignore[arg-type]
    q.maxsize = 1  # type: ignore[misc]


def threads(q: aioqueues.LifoQueue[int]) -> None:
    q.sync_put(1)
    q.sync_put(1, False)
    q.sync_put(1, timeout=0.5)
    assert_type(q.sync_get(), int)
    assert_type(q.sync_get(block=True, timeout=None), int)
    q.sync_join(1.5)
    q.sync_put(b"1")  # type: ignore[arg-type]
    q.sync_get(timeout="1")  # type: ignore[arg-type]


def errors(empty: aioqueues.SyncQueueEmpty, full: aioqueues.SyncQueueFull) -> None:
    both: tuple[queue.Empty, asyncio.QueueEmpty] = (empty, empty)
    more: tuple[queue.Full, asyncio.QueueFull] = (full, full)
    print(both, more)


async def faces(q: janus.Queue[int]) -> None:
    sync_q: janus.SyncQueue[int] = q.sync_q
    async_q: janus.AsyncQueue[int] = q.async_q
    either: list[janus.BaseQueue[int]] = [sync_q, async_q]
    assert_type([face.get_nowait() for face in either], list[int])
    assert_type((sync_q.get(), await async_q.get()), tuple[int, int])
    assert_type((q.closed, sync_q.closed, async_q.unfinished_tasks), tuple[bool, bool, int])
    queues: list[janus.Queue[int]] = [janus.PriorityQueue[int](), janus.LifoQueue[int](1)]
    for each in queues:
        await each.aclose()
    try:
        sync_q.put(1, timeout=1)
        await async_q.put(1)
    except (janus.SyncQueueFull, janus.SyncQueueShutDown, janus.AsyncQueueShutDown):
        q.close()
    sync_q.put("1")  # type: ignore[arg-type]
    await async_q.put("1")  # type: ignore[arg-type]
    await async_q.get(timeout=1)  # type: ignore[call-arg]
    janus.PriorityQueue[Job]()  # type: ignore[type-var]
