"""The types that mypy and pyright see, and the docstrings that `help` shows."""

import importlib.util
import inspect
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import aioqueues
import aioqueues.janus

HERE = Path(__file__).parent
# What a subclass may override, beside what is public.
HOOKS = ("_init", "_get", "_put")
SAMPLE = HERE / "typed_sample.py"
PACKAGE = Path(aioqueues.__file__).parent
# Type checkers find the package on their own where it is installed.
PATHS = [] if PACKAGE.parent.name == "site-packages" else [str(PACKAGE.parent)]


@unittest.skipUnless(importlib.util.find_spec("mypy"), "mypy is not installed")
class Mypy(unittest.TestCase):
    def mypy(self, module, *arguments):
        environment = {**os.environ, "MYPYPATH": os.pathsep.join(PATHS)}
        command = [sys.executable, "-m", module, *arguments]
        # The directory has no settings of mypy's, and its cache goes there.
        with tempfile.TemporaryDirectory() as directory:
            done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_typed_program(self):
        self.mypy("mypy", "--strict", "--warn-unused-ignores", str(SAMPLE))

    def test_the_stubs_fit_the_package(self):
        allowed = str(HERE / "stubtest.txt")
        self.mypy("mypy.stubtest", "--ignore-unused-allowlist", "--allowlist", allowed, "aioqueues")


class Pyright(unittest.TestCase):
    @unittest.skipUnless(importlib.util.find_spec("pyright"), "pyright is not installed")
    @unittest.skipUnless(shutil.which("node"), "there is no Node.js, which pyright would download")
    def test_a_typed_program(self):
        with tempfile.TemporaryDirectory() as directory:
            shutil.copy(SAMPLE, directory)
            Path(directory, "pyrightconfig.json").write_text(json.dumps({"extraPaths": PATHS}))
            command = [sys.executable, "-m", "pyright", "--project", directory, "--pythonpath", sys.executable]
            # Otherwise it asks the index for a newer version.
            environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
            done = subprocess.run(command, env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Package(unittest.TestCase):
    def test_it_is_marked_as_typed(self):
        self.assertTrue((PACKAGE / "py.typed").is_file())

    def test_all_that_is_public_has_a_docstring(self):
        missing = []
        for module in (aioqueues, aioqueues.janus):
            for name in module.__all__:
                value = getattr(module, name)
                names = {n for n in dir(value) if n[0] != "_" or n in HOOKS} - set(dir(Exception))
                missing += [f"{module.__name__}.{name}.{n}" for n in names if not has_docstring(value, n)]
                missing += [] if vars(value)["__doc__"] else [f"{module.__name__}.{name}"]
        self.assertEqual(missing, [])


def has_docstring(value, name):
    """Return True if an attribute of a class has a docstring there or in a base class."""
    return any(inspect.getdoc(vars(base).get(name)) for base in value.__mro__ if name in vars(base))
