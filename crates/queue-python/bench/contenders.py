"""The queues that are measured, each with the calls that a workload makes.

`attempts` has `put_nowait` and `get_nowait`. `put` and `get` are coroutines, `sync_put` and `sync_get` block a
thread. What a library does not have is `None`.
"""

import asyncio
import importlib
import queue

import aioqueues


class Contender:
    """A queue of a library. Threads use it as it is."""

    needs = None
    attempts = put = get = sync_put = sync_get = None

    @classmethod
    def is_installed(cls):
        """Whether the library is there."""
        try:
            return cls.needs is None or bool(importlib.import_module(cls.needs))
        except ImportError:
            return False


class Asyncio(Contender):
    """asyncio's own queue. A thread has to ask the loop."""

    name = "asyncio"

    def __init__(self, size=0, make=asyncio.Queue):
        self.attempts = q = make(size)
        self.put, self.get = q.put, q.get

    def sync_put(self, item):
        asyncio.run_coroutine_threadsafe(self.put(item), self.loop).result()

    def sync_get(self):
        return asyncio.run_coroutine_threadsafe(self.get(), self.loop).result()


class Aioqueues(Contender):
    """Ours."""

    name = "aioqueues"

    def __init__(self, size=0, make=aioqueues.Queue):
        self.attempts = q = make(size)
        self.put, self.get, self.sync_put, self.sync_get = q.put, q.get, q.sync_put, q.sync_get


class Threads(Contender):
    """The standard library's queue for threads."""

    name = "queue.Queue"

    def __init__(self, size=0):
        self.attempts = q = queue.Queue(size)
        self.sync_put, self.sync_get = q.put, q.get


class Simple(Contender):
    """The standard library's queue for threads in C, which has no bound."""

    name = "queue.SimpleQueue"

    def __init__(self, size=0):
        if size == 0:
            self.attempts = q = queue.SimpleQueue()
            self.sync_put, self.sync_get = q.put, q.get


class Janus(Contender):
    """A queue with a face for tasks and one for threads."""

    name = needs = "janus"

    def __init__(self, size=0):
        q = importlib.import_module("janus").Queue(size)
        self.attempts = q.sync_q
        self.put, self.get = q.async_q.put, q.async_q.get
        self.sync_put, self.sync_get = q.sync_q.put, q.sync_q.get


class Culsans(Contender):
    """A queue for tasks and threads."""

    name = needs = "culsans"

    def __init__(self, size=0):
        self.attempts = q = importlib.import_module("culsans").Queue(size)
        self.put, self.get, self.sync_put, self.sync_get = (
            q.async_put,
            q.async_get,
            q.sync_put,
            q.sync_get,
        )


class Aiologic(Contender):
    """A queue for tasks and threads, without attempts of these names."""

    name = needs = "aiologic"

    def __init__(self, size=0):
        module = importlib.import_module("aiologic")
        q = module.Queue(size) if size else module.SimpleQueue()
        self.put, self.get, self.sync_put, self.sync_get = (
            q.async_put,
            q.async_get,
            q.green_put,
            q.green_get,
        )


ALL = (Asyncio, Aioqueues, Threads, Simple, Janus, Culsans, Aiologic)
