"""Runs jq programs in a process of its own, which can be killed.

libjq has no time limit and cannot be interrupted, and it shows programs the environment of its process. So the helper
starts with an empty one, holds itself to limits of memory and processor time, and is killed when a program takes too
long; the next program gets a new helper. Run as a script, this file *is* the helper: frames of a length (4 bytes, big
endian) and JSON come in at stdin as [program, document], and go out at stdout as {"values": […]} or {"refused": text}.
"""

import json
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

MAX_MEMORY_BYTES = 1024 * 1024 * 1024
MAX_RESULT_BYTES = 16 * 1024 * 1024
ABANDONED_AFTER_SECONDS = 60  # of processor time for one program, when nobody is left to kill the helper
_LENGTH = struct.Struct(">I")
# hides what is left of the surroundings, and makes `import` a syntax error; `modulemeta` looks for files
_WRAPPED = (
    "def env: {{}}; def input_filename: null; def modulemeta: error("
    '"modulemeta is not there: programs have no files"); {{}} as $ENV | ({program}\n)'
)


class JqProcess:
    """Runs jq programs, one at a time, in a helper process that is started when the first program comes.

    Threads may share it; one waits for the other.
    """

    def __init__(self, time_limit_seconds: float = 5.0) -> None:
        self.time_limit_seconds = time_limit_seconds
        self._lock = threading.Lock()
        self._helper: subprocess.Popen[bytes] | None = None

    def run(self, program: str, document: str) -> list[Any]:
        """All results of a program for one JSON document.

        Raises:
            ValueError: jq refuses the program or the document; the text is jq's.
            TimeoutError: the program ran longer than the limit, and was killed.
            MemoryError: the helper ended by itself, or the results are larger than we take.
        """
        with self._lock:
            reply = self._ask(json.dumps([program, document]).encode())
        if "refused" in reply:
            raise ValueError(reply["refused"])
        if "too_large" in reply:
            raise MemoryError(reply["too_large"])
        values: list[Any] = reply["values"]
        return values

    def close(self) -> None:
        """Ends the helper; a program that comes later starts another."""
        with self._lock:
            self._end()

    def _ask(self, request: bytes) -> dict[str, Any]:
        helper = self._running()
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            helper.kill()

        timer = threading.Timer(self.time_limit_seconds, expire)
        timer.start()
        try:
            reply = _exchange(helper, request)
        except OSError:  # the helper is gone, and its pipe with it
            reply = None
        finally:
            timer.cancel()
        if reply is None or expired.is_set():
            self._end()
        if reply is not None:
            answer: dict[str, Any] = json.loads(reply)
            return answer
        if expired.is_set():
            raise TimeoutError(f"longer than {self.time_limit_seconds} s; select less, or bound the loop")
        raise MemoryError(f"the jq process ended by itself; it may use {MAX_MEMORY_BYTES} bytes")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._helper is None or self._helper.poll() is not None:
            self._end()
            self._helper = subprocess.Popen(  # noqa: S603 - this very file
                [sys.executable, "-I", str(Path(__file__).resolve())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
            )
        return self._helper

    def _end(self) -> None:
        helper, self._helper = self._helper, None
        if helper is None:
            return
        helper.kill()
        for stream in (helper.stdin, helper.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # what was still to be written has no reader any more
                    pass
        helper.wait()


def _exchange(helper: subprocess.Popen[bytes], request: bytes) -> bytes | None:
    if helper.stdin is None or helper.stdout is None:
        return None
    _write(helper.stdin, request)
    return _read(helper.stdout)


def _write(stream: IO[bytes], message: bytes) -> None:
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None


def _limit(seconds: float) -> None:
    """Bounds the helper's memory, and its processor time should nobody be left to kill it."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 1, hard))


def _answer(request: bytes) -> bytes:
    import jq

    program, document = json.loads(request)
    try:
        values = jq.compile(_WRAPPED.format(program=program)).input_text(document).all()
    except ValueError as error:
        return json.dumps({"refused": str(error)}).encode()
    reply = json.dumps({"values": values}).encode()
    if len(reply) > MAX_RESULT_BYTES:
        return json.dumps(
            {"too_large": f"results of {len(reply)} bytes, at most {MAX_RESULT_BYTES} are taken"}
        ).encode()
    return reply


def _serve() -> None:
    os.environ.clear()  # Python itself may have added to it
    while (request := _read(sys.stdin.buffer)) is not None:
        _limit(ABANDONED_AFTER_SECONDS)
        _write(sys.stdout.buffer, _answer(request))


if __name__ == "__main__":
    _serve()
