from typing import Any, final

from aioqueues import Queue as Queue, QueueShutDown as QueueShutDown

__all__ = ["Queue", "QueueShutDown", "Waiting"]

@final
class Waiting:
    def wait(self, /, target: Any, event_loop: Any = None) -> Any: ...
    def poll(self) -> Any: ...
    def cancel(self) -> None: ...
