from aioqueues import (
    LifoQueue as LifoQueue,
    PriorityQueue as PriorityQueue,
    Queue as Queue,
    SyncQueueEmpty as SyncQueueEmpty,
    SyncQueueFull as SyncQueueFull,
)
