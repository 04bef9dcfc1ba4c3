"""The queues. What they decide, `aioqueues._core` decides."""

import asyncio
import collections
import heapq
import math
import queue
import sys
import time
from _thread import allocate_lock
from asyncio import get_running_loop
from types import FunctionType, GenericAlias

from aioqueues._core import Queue, QueueShutDown, Waiting

# What a subclass may override, and the coroutines then call.
_HOOKS = ("_init", "_get", "_put", "get_nowait", "put_nowait", "qsize")

# The orders of our own classes. A subclass that overrides a hook is "hooked".
_ORDERS = ("fifo", "heap", "lifo")


class SyncQueueEmpty(asyncio.QueueEmpty, queue.Empty):
    """Raised by a get of a thread that found no item in time."""


class SyncQueueFull(asyncio.QueueFull, queue.Full):
    """Raised by a put of a thread that found no room in time."""


class _Methods:
    """A first in, first out queue for tasks and threads.

    If maxsize is less than or equal to zero, the queue size is infinite.
    Otherwise puts wait while there are maxsize items.

    Puts and gets are served in the order in which they came. An operation that
    has been woken may find that a newcomer was faster. In a fair queue a get
    then keeps its place, and no put overtakes another. Without `fair`, both
    go to the end of the line, as in asyncio's queues.
    """

    _order = "fifo"

    @classmethod
    def __init_subclass__(cls, **kwargs):
        super(Queue, cls).__init_subclass__(**kwargs)
        ours = next(base for base in cls.__mro__ if vars(base).get("_order") in _ORDERS)
        is_hooked = any(getattr(cls, name) is not getattr(ours, name) for name in _HOOKS)
        if is_hooked:
            cls._order = "hooked" if cls.qsize is ours.qsize else "counted"
            cls._queue = None  # a subclass has its items there itself

    def __init__(self, maxsize=0, *, fair=False):
        is_bound = 0 < maxsize < sys.maxsize
        capacity = math.ceil(maxsize) if is_bound else 0
        self._reset(maxsize, capacity, fair)
        if self._order not in _ORDERS:
            self._init(maxsize)

    # These three are overridable in subclasses, and called only there.

    def _init(self, maxsize):
        """Make the collection of the items."""
        self._queue = collections.deque()

    def _get(self):
        """Remove and return the item that is next."""
        return self._queue.popleft()

    def _put(self, item):
        """Add an item."""
        self._queue.append(item)

    # End of the overridable methods.

    __class_getitem__ = classmethod(GenericAlias)

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} {self._format()}>"

    def __str__(self):
        return f"<{type(self).__name__} {self._format()}>"

    def _format(self):
        result = f"maxsize={self.maxsize!r}"
        if getattr(self, "_queue", None):
            result += f" _queue={list(self._queue)!r}"
        if self._getters:
            result += f" _getters[{len(self._getters)}]"
        if self._putters:
            result += f" _putters[{len(self._putters)}]"
        if self._unfinished_tasks:
            result += f" tasks={self._unfinished_tasks}"
        if self._is_shutdown:
            result += " shutdown"
        return result

    async def put(self, item):
        """Put an item into the queue, waiting until there is room.

        Raises QueueShutDown if the queue has been shut down.
        """
        waiting = self._begin_put(item)
        if waiting is None:
            return
        # Here, in `get` and in `join` once each: another coroutine for the wait would make it slower than asyncio's.
        loop = get_running_loop()
        try:
            while True:
                future = loop.create_future()
                if waiting.wait(future, loop) is None:
                    return
                await future
                if waiting.poll() is None:
                    return
        except BaseException:
            waiting.cancel()
            raise

    async def get(self):
        """Remove and return an item, waiting until there is one.

        Raises QueueShutDown if the queue has been shut down and is empty, or
        if the queue has been shut down immediately.
        """
        got = self._begin_get()
        if type(got) is not Waiting:
            return got
        waiting, loop = got, get_running_loop()
        try:
            while True:
                future = loop.create_future()
                got = waiting.wait(future, loop)
                if got is not waiting:
                    return got
                await future
                got = waiting.poll()
                if got is not waiting:
                    return got
        except BaseException:
            waiting.cancel()
            raise

    async def join(self):
        """Wait until all items in the queue have been gotten and processed."""
        waiting = self._begin_join()
        if waiting is None:
            return
        loop = get_running_loop()
        try:
            while True:
                future = loop.create_future()
                if waiting.wait(future, loop) is None:
                    return
                await future
                if waiting.poll() is None:
                    return
        except BaseException:
            waiting.cancel()
            raise

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return await self.get()
        except QueueShutDown:
            raise StopAsyncIteration from None

    def sync_put(self, item, block=True, timeout=None):
        """Put an item into the queue, blocking the thread until there is room.

        Raises SyncQueueFull if there is none in time, and QueueShutDown if
        the queue has been shut down.
        """
        if block:
            _check(timeout)
            _block(self._begin_put(item), timeout, SyncQueueFull)
            return
        try:
            self.put_nowait(item)
        except asyncio.QueueFull:
            raise SyncQueueFull from None

    def sync_get(self, block=True, timeout=None):
        """Remove and return an item, blocking the thread until there is one.

        Raises SyncQueueEmpty if there is none in time, and QueueShutDown as
        `get` does.
        """
        if block:
            _check(timeout)
            return _block(self._begin_get(), timeout, SyncQueueEmpty)
        try:
            return self.get_nowait()
        except asyncio.QueueEmpty:
            raise SyncQueueEmpty from None

    def sync_join(self, timeout=None):
        """Block the thread until all items have been gotten and processed.

        Raises TimeoutError if they have not been in time.
        """
        _check(timeout)
        _block(self._begin_join(), timeout, TimeoutError)

    # What CPython's tests of its own queues look at.

    @property
    def _queue(self):
        items = self._items()
        return collections.deque(items) if self._order == "fifo" else items

    def _get_loop(self):
        return get_running_loop()

    @property
    def _getters(self):
        return _Line(self._waiting_getters, self._add_getter)

    @property
    def _putters(self):
        return _Line(self._waiting_putters, self._add_putter)


# Python calls a method fastest on an object of the very class that has it, so what is written in Python is added to
# the class that is written in Rust, instead of to a class derived from it.
for _name, _value in vars(_Methods).items():
    if _name not in ("__dict__", "__module__", "__qualname__", "__weakref__"):
        if isinstance(_value, FunctionType):
            _value.__qualname__ = f"Queue.{_name}"
        setattr(Queue, _name, _value)


class PriorityQueue(Queue):
    """A queue that retrieves entries in priority order, lowest first.

    Entries are typically tuples of the form (priority number, data).
    """

    _order = "heap"

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item, heappush=heapq.heappush):
        heappush(self._queue, item)

    def _get(self, heappop=heapq.heappop):
        return heappop(self._queue)


class LifoQueue(Queue):
    """A queue that retrieves the most recently added entries first."""

    _order = "lifo"

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()


class _Line:
    """What asyncio has a deque of futures for."""

    def __init__(self, count, add):
        self._count = count
        self.append = add

    def __len__(self):
        return self._count


def _check(timeout):
    if timeout is not None and not timeout >= 0:
        raise ValueError("'timeout' must be a non-negative number")


def _block(waiting, timeout, failure):
    """Block the thread until an operation that has to wait is over."""
    if type(waiting) is not Waiting:
        return waiting
    deadline = None if timeout is None else time.monotonic() + timeout
    try:
        while True:
            lock = allocate_lock()
            lock.acquire()
            got = waiting.wait(lock)
            if got is not waiting:
                return got
            if deadline is None:
                lock.acquire()
            elif not lock.acquire(timeout=max(0, deadline - time.monotonic())):
                raise failure
            got = waiting.poll()
            if got is not waiting:
                return got
    except BaseException:
        waiting.cancel()
        raise


for _class in (PriorityQueue, LifoQueue, SyncQueueEmpty, SyncQueueFull):
    _class.__module__ = "aioqueues"
