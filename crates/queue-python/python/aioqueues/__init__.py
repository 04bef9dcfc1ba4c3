"""Queues for tasks and threads at once, under asyncio's own names."""

from asyncio import QueueEmpty, QueueFull

from aioqueues._core import QueueShutDown
from aioqueues._queues import (
    LifoQueue,
    PriorityQueue,
    Queue,
    SyncQueueEmpty,
    SyncQueueFull,
)

__all__ = (
    "LifoQueue",
    "PriorityQueue",
    "Queue",
    "QueueEmpty",
    "QueueFull",
    "QueueShutDown",
    "SyncQueueEmpty",
    "SyncQueueFull",
)
