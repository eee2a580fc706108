"""The platform as a task in a worker sees it: files and values are in the storage service."""

from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from dalsegno_executor.ports import Assignment
from dalsegno_executor.worker.files import StoredFile, UploadedFile
from dalsegno_executor.worker.values import StoredValues
from dalsegno_tasks import KeyValues, OutputFile, Place, TaskFailure, TaskLog

COPY_BYTES = 1024 * 1024
SCHEMES = ("dalsegno:///", "kestra:///")


class WorkerContext:
    """Implements `dalsegno_tasks.TaskContext`."""

    def __init__(self, assignment: Assignment, stub: Any, log: TaskLog, directory: Path) -> None:
        self._assignment = assignment
        self._stub = stub
        self.log = log
        self.place = Place(namespace=assignment.namespace, flow_id=assignment.flow_id, loop_value=assignment.value)
        self.work_directory = directory
        self.metrics: dict[str, float] = {}

    def open(self, uri: str) -> BinaryIO:
        if not uri.startswith(SCHEMES):
            raise TaskFailure(f"{uri!r} is not a stored file; its address begins with dalsegno:///.")
        return StoredFile.open(self._stub, uri)

    def fetch(self, uri: str) -> Path:
        target = self.work_directory / f"fetched-{len(list(self.work_directory.iterdir()))}"
        with self.open(uri) as source, target.open("wb") as copy:
            while chunk := source.read(COPY_BYTES):
                copy.write(chunk)
        return target

    def create(self, name: str) -> OutputFile:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts:
            raise TaskFailure(f"{name!r} cannot name an output file; give a relative path without '..'.")
        run = self._assignment
        prefix = f"dalsegno:///{run.namespace}/{run.flow_id}/executions/{run.execution_id}"
        uri = f"{prefix}/tasks/{run.task_id}/{run.task_run_id}/{'/'.join(parts)}"
        return UploadedFile(self._stub, uri, run.execution_id)

    def values(self, namespace: str) -> KeyValues:
        return StoredValues(self._stub, namespace)

    def count(self, name: str, value: float) -> None:
        self.metrics[name] = self.metrics.get(name, 0.0) + value
