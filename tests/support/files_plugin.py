"""A plugin whose tasks use the files of their work directory, until there are scripts: on the path of a stack's own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.plugins import install_plugin
from support.stack import Stack

MODULE = '''
import os, pathlib, subprocess, sys, time
from dalsegno_tasks import Task, TaskFailure

class Write(Task):
    """Writes a file into the work directory."""
    type_name = "com.example.Write"
    file: str
    text: str = ""

    def run(self, context):
        target = context.work_directory / self.file
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a") as file:
            file.write(self.text)
        return {}

class Read(Task):
    """Reads a file of the work directory; without one, gives the names of all that are there."""
    type_name = "com.example.Read"
    file: str = ""

    def run(self, context):
        files = (path for path in context.work_directory.rglob("*") if path.is_file())
        names = sorted(path.relative_to(context.work_directory).as_posix() for path in files)
        text = (context.work_directory / self.file).read_text() if self.file else None
        return {"directory": str(context.work_directory), "names": names, "text": text}

class Store(Task):
    """Stores a text."""
    type_name = "com.example.Store"
    name: str = "stored.txt"
    text: str

    def run(self, context):
        with context.create(self.name) as out:
            out.write(self.text.encode())
        return {"uri": out.uri}

class Die(Task):
    """Kills its process the first time, having left a file."""
    type_name = "com.example.Die"

    def run(self, context):
        left = context.work_directory / "left"
        if not left.exists():
            left.touch()
            os.kill(os.getpid(), 9)
        return {}

class Hold(Task):
    """Says that it is there, and waits for a file."""
    type_name = "com.example.Hold"
    file: str

    def run(self, context):
        context.log.info(f"holding {context.work_directory}")
        while not pathlib.Path(self.file).exists():
            time.sleep(0.01)
        return {}

class Spawn(Task):
    """Starts a process that ignores being asked to end, in a session of its own, and one that starts another; waits."""
    type_name = "com.example.Spawn"
    folder: str

    def run(self, context):
        stay = "import os, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        tell = "open(os.path.join(sys.argv[1], sys.argv[2] + str(os.getpid())), 'w').close(); time.sleep(600)"
        subprocess.Popen([sys.executable, "-c", stay + tell, self.folder, "own_session_"], start_new_session=True)
        again = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', *sys.argv[1:]])"
        subprocess.Popen([sys.executable, "-c", again, stay + tell, self.folder, "orphan_"])
        context.log.info("started")
        time.sleep(600)
        return {}

TASKS = [Write, Read, Store, Die, Hold, Spawn]
'''


def install(folder: Path) -> None:
    """Puts the plugin into a folder as an installed package."""
    install_plugin(folder, "file_tasks", MODULE)


@contextmanager
def stack_with_plugin(paths: pytest.TempPathFactory, workers: int = 1) -> Iterator[Stack]:
    """Services that know these task types."""
    with pytest.MonkeyPatch.context() as patch:
        plugin = paths.mktemp("plugin")
        install(plugin)
        patch.setenv("PYTHONPATH", str(plugin), prepend=os.pathsep)
        stack = Stack(paths.mktemp("stack"), workers=workers).start()
        yield stack
        stack.end()
