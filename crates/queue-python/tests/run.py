"""Runs all tests of aioqueues in this interpreter, CPython's own tests of its queues among them.

The last line is `python: N passed, M failed (CPython X.Y.Z)`.
"""

import asyncio
import importlib
import platform
import sys
import unittest
from pathlib import Path

import aioqueues

NAMES = ("Queue", "PriorityQueue", "LifoQueue", "QueueEmpty", "QueueFull", "QueueShutDown")


def cpython_tests():
    """Load CPython's tests of asyncio's queues, with ours in the place of asyncio's."""
    for name in NAMES:
        for module in (asyncio, asyncio.queues):
            setattr(module, name, getattr(aioqueues, name))
    try:
        module = importlib.import_module("test.test_asyncio.test_queues")
    except ImportError:
        print("python: skipped CPython's own tests, which are not installed")
        return unittest.TestSuite()
    return unittest.defaultTestLoader.loadTestsFromModule(module)


def main():
    here = str(Path(__file__).parent)
    ours = unittest.defaultTestLoader.discover(here, top_level_dir=here)
    # Ours compare with asyncio's queues, so they are loaded before those are replaced.
    result = unittest.TextTestRunner(verbosity=0).run(ours)
    theirs = unittest.TextTestRunner(verbosity=0).run(cpython_tests())
    total = result.testsRun + theirs.testsRun - len(result.skipped) - len(theirs.skipped)
    failed = sum(len(r.failures) + len(r.errors) + len(r.unexpectedSuccesses) for r in (result, theirs))
    for test, reason in result.skipped:
        print(f"python: skipped {test.id()}: {reason}")
    passed = total - failed
    print(f"python: {passed} passed, {failed} failed (CPython {platform.python_version()})")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
