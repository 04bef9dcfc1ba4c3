"""The programs of the documents."""

import importlib.util
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
DOCUMENTS = (PACKAGE / "README.md", PACKAGE.parent.parent / "docs" / "python.md")

# A program that imports one of these is skipped where it is not installed.
OTHERS = ("aiologic", "culsans", "janus")


def programs(document):
    """Yield each block of Python, and the number of its line."""
    text = document.read_text(encoding="utf-8")
    for block in re.finditer(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        yield text.count("\n", 0, block.start()) + 1, block[1]


def missing(program):
    """Return the packages of others that a program imports and that are not installed."""
    imported = re.findall(r"^(?:import|from) (\w+)", program, re.MULTILINE)
    return [name for name in imported if name in OTHERS and not importlib.util.find_spec(name)]


def run(program):
    path = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-c", program]
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)


class Documents(unittest.TestCase):
    """It has a method for each program."""


def method_for(program):
    def method(self):
        if names := missing(program):
            self.skipTest(f"{', '.join(names)} not installed")
        ran = run(program)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))

    return method


for _document in DOCUMENTS:
    _found = list(programs(_document))
    assert _found, f"{_document} has no programs"
    for _line, _program in _found:
        setattr(Documents, f"test_{_document.stem.lower()}_line_{_line}", method_for(_program))


if __name__ == "__main__":
    unittest.main()
