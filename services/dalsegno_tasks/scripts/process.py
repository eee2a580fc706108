"""Runs a command as a process of this machine. Source: Kestra's runner Process.

The process stays in the session of the worker, so that it is ended with it, and everything that it has started too.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from typing import IO

from dalsegno_tasks.interface import TaskContext, TaskFailure
from dalsegno_tasks.scripts.output_lines import OutputLines

# Lines are handed on whole up to here: what `outputs` of one line can be.
MAX_READ_CHARACTERS = 8 * 1024 * 1024


def run_process(
    context: TaskContext, arguments: Sequence[str], environment: Mapping[str, str], lines: OutputLines
) -> int:
    """Runs a command in the work directory; gives its exit code: 128 and the number of the signal that ended it.

    It has ended when its output is closed: what it leaves running in the background ends first, or writes elsewhere.

    Args:
        environment: what it has beside that of the worker.

    Raises:
        TaskFailure: it cannot be started.
    """
    try:
        process = subprocess.Popen(  # noqa: S603  # to run what the flow says is the task
            list(arguments),
            cwd=context.work_directory,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError as error:
        raise TaskFailure(
            f"The interpreter {arguments[0]!r} is not on this machine. Install it where the workers run, or name "
            "another one in `interpreter`."
        ) from error
    except (OSError, ValueError) as error:
        raise TaskFailure(f"The command cannot be started with {arguments[0]!r}: {error}.") from error
    context.log.debug(f"Starting command with pid {process.pid}")  # noqa: G004  # no logging.Logger
    with process:
        readers = [
            threading.Thread(target=_read, args=(stream, lines), kwargs={"is_error": is_error}, daemon=True)
            for stream, is_error in ((process.stdout, False), (process.stderr, True))
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        code = process.wait()
    return code if code >= 0 else 128 - code


def failure_text(code: int, lines: OutputLines) -> str:
    """Why a command that ended with this code has failed."""
    names = {128 + number.value: number.name for number in signal.Signals}
    ended = f" ({names[code]})" if code in names else ""
    said = f" Its last line on stderr: {lines.last_error[:500]}" if lines.last_error else ""
    return f"Command failed with exit code {code}{ended}.{said}"


def _read(stream: IO[str], lines: OutputLines, *, is_error: bool) -> None:
    while line := stream.readline(MAX_READ_CHARACTERS):
        lines.take(line.removesuffix("\n"), is_error=is_error)
