"""Queues with the interface of janus 2.0: write `from aioqueues import janus` in place of `import janus`.

A queue has two faces: `sync_q` for threads, and `async_q` for tasks. It has the methods of `aioqueues.Queue` as well.
It differs from a queue of janus in three ways:

- It serves several event loops at once, and `async_q.put_nowait` works outside of one.
- The exceptions of `sync_q` are also those of `async_q`: an `except asyncio.QueueEmpty` catches both.
- A subclass overrides `qsize` in place of `_qsize`.

A program for culsans runs too, where it uses what janus has, or `sync_put`, `sync_get` and `sync_join` of the queue.
The module lacks the rest of culsans, such as `async_put`, `green_get`, `peek` and `clear`.
"""

import asyncio
import queue
from asyncio import QueueEmpty as AsyncQueueEmpty
from asyncio import QueueFull as AsyncQueueFull
from functools import cached_property
from queue import Empty as SyncQueueEmpty
from queue import Full as SyncQueueFull
from types import GenericAlias

import aioqueues
from aioqueues import QueueShutDown as AsyncQueueShutDown

__all__ = (
    "AsyncQueue",
    "AsyncQueueEmpty",
    "AsyncQueueFull",
    "AsyncQueueShutDown",
    "BaseQueue",
    "LifoQueue",
    "PriorityQueue",
    "Queue",
    "SyncQueue",
    "SyncQueueEmpty",
    "SyncQueueFull",
    "SyncQueueShutDown",
)


# `queue.ShutDown` came with Python 3.13.
class SyncQueueShutDown(AsyncQueueShutDown, getattr(queue, "ShutDown", Exception)):
    """Raised by a put or a get of a thread on a queue that has been shut down."""


class BaseQueue:
    """What the two faces of a queue share."""

    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, parent):
        self._parent = parent

    @property
    def maxsize(self):
        """Number of items allowed in the queue."""
        return self._parent.maxsize

    @property
    def unfinished_tasks(self):
        """Number of items for which `task_done` has not been called."""
        return self._parent._unfinished_tasks

    @property
    def closed(self):
        """True if the queue has been shut down, False otherwise."""
        return self._parent.closed

    def qsize(self):
        """Number of items in the queue."""
        return self._parent.qsize()

    def empty(self):
        """Return True if the queue is empty, False otherwise."""
        return self._parent.empty()

    def full(self):
        """Return True if there are maxsize items in the queue."""
        return self._parent.full()

    def put_nowait(self, item):
        """Put an item into the queue without blocking."""
        self._parent.put_nowait(item)

    def get_nowait(self):
        """Remove and return an item from the queue without blocking."""
        return self._parent.get_nowait()

    def task_done(self):
        """Indicate that a formerly enqueued task is complete."""
        self._parent.task_done()

    def shutdown(self, immediate=False):
        """Shut the queue down, so that puts and gets raise an exception."""
        self._parent.shutdown(immediate)


class SyncQueue(BaseQueue):
    """The face for threads, as `queue.Queue` has it."""

    def put(self, item, block=True, timeout=None):
        """Put an item into the queue, blocking the thread until there is room.

        Raises SyncQueueFull if there is none in time, and SyncQueueShutDown
        if the queue has been shut down.
        """
        try:
            self._parent.sync_put(item, block, timeout)
        except AsyncQueueShutDown:
            raise SyncQueueShutDown from None

    def get(self, block=True, timeout=None):
        """Remove and return an item, blocking the thread until there is one.

        Raises SyncQueueEmpty if there is none in time, and SyncQueueShutDown
        if the queue has been shut down and is empty.
        """
        try:
            return self._parent.sync_get(block, timeout)
        except AsyncQueueShutDown:
            raise SyncQueueShutDown from None

    def put_nowait(self, item):
        """Put an item into the queue without blocking."""
        self.put(item, block=False)

    def get_nowait(self):
        """Remove and return an item from the queue without blocking."""
        return self.get(block=False)

    def join(self):
        """Block the thread until all items have been gotten and processed."""
        self._parent.sync_join()


class AsyncQueue(BaseQueue):
    """The face for tasks, as `asyncio.Queue` has it."""

    async def put(self, item):
        """Put an item into the queue, waiting until there is room."""
        await self._parent.put(item)

    async def get(self):
        """Remove and return an item, waiting until there is one."""
        return await self._parent.get()

    async def join(self):
        """Wait until all items in the queue have been gotten and processed."""
        await self._parent.join()


class Queue(aioqueues.Queue):
    """A first in, first out queue with a face for threads and one for tasks."""

    @cached_property
    def sync_q(self):
        """The face for threads."""
        return SyncQueue(self)

    @cached_property
    def async_q(self):
        """The face for tasks."""
        return AsyncQueue(self)

    @property
    def closed(self):
        """True if the queue has been shut down, False otherwise."""
        return self._is_shutdown

    def close(self):
        """Shut the queue down immediately: its items are dropped."""
        self.shutdown(immediate=True)

    async def wait_closed(self):
        """Let the tasks that waited for the queue run.

        Raises RuntimeError if the queue has not been shut down.
        """
        if not self.closed:
            raise RuntimeError("Waiting for non-closed queue")
        await asyncio.sleep(0)

    async def aclose(self):
        """Shut the queue down immediately, and let the tasks that waited run."""
        self.close()
        await self.wait_closed()


class PriorityQueue(Queue, aioqueues.PriorityQueue):
    """A queue with faces that retrieves entries in priority order, lowest first."""


class LifoQueue(Queue, aioqueues.LifoQueue):
    """A queue with faces that retrieves the most recently added entries first."""
