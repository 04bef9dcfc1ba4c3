from asyncio import Future
from typing import Any, final

from aioqueues import Queue as Queue, QueueShutDown as QueueShutDown

__all__ = ["Queue", "QueueShutDown", "Waiting"]

@final
class Waiting:
    @property
    def alarm(self) -> Any: ...
    def poll(self) -> Any: ...
    def cancel(self) -> None: ...
    def fire(self, /, future: Future[None]) -> None: ...
