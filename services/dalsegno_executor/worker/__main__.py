"""Runs assignments from standard input, one after the other, until it closes."""

import argparse
import json
import os
import queue
import shutil
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import grpc

from dalsegno.api.storage.v1 import storage_pb2_grpc
from dalsegno_executor.core.outputs import canonical
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Assignment, LogLevel
from dalsegno_executor.task_log import TaskLogWriter
from dalsegno_executor.worker.context import WorkerContext
from dalsegno_executor.worker.ending import MARK, end_tree
from dalsegno_executor.worker.jobs import JOBS
from dalsegno_executor.worker.own_directory import put_directory
from dalsegno_executor.worker.protocol import MAX_OUTPUT_BYTES
from dalsegno_runtime.channels import OPTIONS
from dalsegno_runtime.clock import system_clock
from dalsegno_tasks import Catalog, TaskFailure
from dalsegno_tasks.checking import build


class Pipe:
    """The way back to the pool; log lines of a task's threads may come at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def log(self, level: LogLevel, time: datetime, text: str) -> None:
        self._send({"log": [level.name, time.isoformat(), text]})

    def end(self, state: State, metrics: dict[str, float], *, outputs_json: str = "", error: str = "") -> None:
        self._send({"end": {"state": state, "outputs_json": outputs_json, "error": error, "metrics": metrics}})

    def _send(self, message: dict[str, Any]) -> None:
        line = json.dumps(message).encode() + b"\n"
        with self._lock:
            self._stream.write(line)
            self._stream.flush()


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--storage", required=True)
    address = arguments.parse_args().storage
    pipe = Pipe(os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    # What a library prints must not be taken for a message.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    catalog = Catalog.installed()
    with grpc.insecure_channel(address, options=OPTIONS) as channel:
        stub = storage_pb2_grpc.StorageServiceStub(channel)
        for assignment in _assignments():
            _run(assignment, catalog, stub, pipe)


def _assignments() -> Iterator[Assignment]:
    """Yields assignments. The end of the input is the end of the pool, also in the middle of a task."""
    arrived: queue.SimpleQueue[Assignment] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            arrived.put(Assignment(**json.loads(line)))
        end_tree(os.getpid(), os.environ.get(MARK, ""))
        if MARK in os.environ:  # then the pool has made a directory for it
            shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield arrived.get()


def _run(assignment: Assignment, catalog: Catalog, stub: Any, pipe: Pipe) -> None:
    with tempfile.TemporaryDirectory(prefix="dalsegno-") as scratch:
        log = TaskLogWriter(pipe.log, system_clock)
        context = WorkerContext(assignment, stub, log, Path(scratch))
        job = JOBS.get(assignment.task_type)
        try:
            if job is not None:
                outputs = job(context, assignment.properties)
            else:
                properties = put_directory(assignment.properties, str(context.work_directory))
                outputs = build(catalog.find(assignment.task_type), properties).run(context)
            outputs_json = _bounded(canonical(outputs))
        except TaskFailure as failure:
            outputs_json = canonical(failure.outputs) if failure.outputs else ""
            kept = outputs_json if len(outputs_json.encode()) <= MAX_OUTPUT_BYTES else ""
            pipe.end(State.FAILED, context.metrics, outputs_json=kept, error=str(failure))
        except MemoryError:
            pipe.end(State.FAILED, context.metrics, error="The task needs more memory than this machine has.")
        except Exception as error:  # noqa: BLE001  # a fault of the task type is the task run's failure
            text = f"The task type {assignment.task_type} has a fault: {type(error).__name__}: {error}"
            log.trace("".join(traceback.format_exception(error)))
            pipe.end(State.FAILED, context.metrics, error=text)
        else:
            pipe.end(State.SUCCESS, context.metrics, outputs_json=outputs_json)


def _bounded(outputs_json: str) -> str:
    size_bytes = len(outputs_json.encode())
    if size_bytes > MAX_OUTPUT_BYTES:
        raise TaskFailure(
            f"The outputs of the task take {size_bytes} bytes, and at most {MAX_OUTPUT_BYTES} can be kept. Write what "
            "is large into a file, and give that as an output."
        )
    return outputs_json


if __name__ == "__main__":
    main()
