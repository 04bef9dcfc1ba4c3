"""Runs scripts on the queues of a module, such as asyncio, for `conformance` at the other end of the pipe.

A request has one line for each line of a script, its words separated by `|`, and then a line with a
dot. The answer has one line for each, and then a line with a dot. The version of Python comes first.
"""

import asyncio
import importlib
import platform
import sys

queues = importlib.import_module(sys.argv[1])
ORDERS = {"fifo": queues.Queue, "lifo": queues.LifoQueue, "priority": queues.PriorityQueue}
# asyncio has none before Python 3.13.
QueueShutDown = getattr(queues, "QueueShutDown", ())


class Item:
    """Compares by its priority alone, and shows its name."""

    def __init__(self, word):
        self.word = word
        self.priority = int(word.partition("^")[2] or 0)

    def __lt__(self, other):
        return self.priority < other.priority

    def __repr__(self):
        return self.word


async def act(queue, op):
    verb, _, word = op.partition(" ")
    try:
        if verb == "put":
            await queue.put(Item(word))
        elif verb == "get":
            return repr(await queue.get())
        elif verb == "join":
            await queue.join()
        else:
            return now(queue, op)
    except QueueShutDown:
        return "shut down"
    return "done"


def now(queue, op):
    verb, _, word = op.partition(" ")
    try:
        if verb == "put_nowait":
            queue.put_nowait(Item(word))
        elif verb == "get_nowait":
            return repr(queue.get_nowait())
        elif verb == "task_done":
            queue.task_done()
        elif verb == "shutdown":
            queue.shutdown(immediate=word == "immediate")
        else:
            raise AssertionError(f"no such operation: {op}")
    except asyncio.QueueFull:
        return "full"
    except asyncio.QueueEmpty:
        return "empty"
    except QueueShutDown:
        return "shut down"
    except ValueError as error:
        assert str(error) == "task_done() called too many times"
        return "too many"
    return "done"


class Script:
    def __init__(self, loop, order, maxsize):
        self.loop = loop
        self.queue = ORDERS[order](int(maxsize))
        self.tasks = {}
        self.told = []

    async def live(self, name, acts):
        try:
            for op in acts:
                if op == "yield":
                    await asyncio.sleep(0)
                else:
                    self.told.append(f"{name}: {await act(self.queue, op)}")
        except asyncio.CancelledError:
            self.told.append(f"{name}: cancelled")

    def turn(self):
        """Runs the handles that are ready now, and none that they make ready."""
        self.loop.call_soon(self.loop.stop)
        self.loop.run_forever()

    def line(self, words):
        verb, *rest = words
        if verb == "task":
            name, *acts = rest
            self.tasks[name] = self.loop.create_task(self.live(name, acts))
        elif verb == "now":
            return now(self.queue, rest[0])
        elif verb == "cancel":
            if rest[0] in self.tasks:
                self.tasks[rest[0]].cancel()
        elif verb == "turn":
            self.turn()
            told = ", ".join(self.told)
            self.told.clear()
            queue = self.queue
            empty, full = str(queue.empty()).lower(), str(queue.full()).lower()
            return f"{told} | qsize {queue.qsize()}, empty {empty}, full {full}, {queue}"
        elif verb == "shows":
            return str(self.queue)
        return ""

    def end(self):
        tasks = [task for task in self.tasks.values() if not task.done()]
        for task in tasks:
            task.cancel()
        while not all(task.done() for task in tasks):
            self.turn()


def main():
    loop = asyncio.new_event_loop()
    print(platform.python_implementation(), platform.python_version(), flush=True)
    script = None
    answers = []
    for line in sys.stdin:
        line = line.rstrip("\n")
        if line == ".":
            script.end()
            print(*answers, ".", sep="\n", flush=True)
            script, answers = None, []
        elif script is None:
            script = Script(loop, *line.split("|"))
        else:
            answers.append(script.line(line.split("|")))


main()
