"""The platform as a task in a worker sees it: files and values are in the storage service."""

from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from dalsegno_executor.ports import Assignment
from dalsegno_executor.worker.files import SCHEMES, StoredFile, stored_at
from dalsegno_executor.worker.patience import Patience
from dalsegno_executor.worker.stored_files import StoredFiles
from dalsegno_executor.worker.uploads import UploadedFile
from dalsegno_executor.worker.values import StoredValues
from dalsegno_tasks import Files, KeyValues, OutputFile, Place, TaskFailure, TaskLog

COPY_BYTES = 1024 * 1024


class WorkerContext:
    """Implements `dalsegno_tasks.TaskContext`."""

    def __init__(self, assignment: Assignment, stub: Any, log: TaskLog, scratch: Path) -> None:
        """`scratch` is an empty folder of the attempt's own."""
        self._assignment = assignment
        self._stub = stub
        self._scratch = scratch
        self._patience = Patience(log)
        self.log = log
        self.place = Place(namespace=assignment.namespace, flow_id=assignment.flow_id, loop_value=assignment.value)
        self.work_directory = Path(assignment.directory) if assignment.directory else scratch
        self.metrics: dict[str, float] = {}

    def open(self, uri: str) -> BinaryIO:
        if not uri.startswith(SCHEMES):
            raise TaskFailure(f"{uri!r} is not a stored file; its address begins with dalsegno:///.")
        return StoredFile.open(self._stub, uri, self._patience)

    def fetch(self, uri: str) -> Path:
        target = self._scratch / f"fetched-{len(list(self._scratch.iterdir()))}"
        with self.open(uri) as source, target.open("wb") as copy:
            while chunk := source.read(COPY_BYTES):
                copy.write(chunk)
        return target

    def create(self, name: str) -> OutputFile:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts:
            raise TaskFailure(f"{name!r} cannot name an output file; give a relative path without '..'.")
        run = self._assignment
        return self.upload(f"{self._folder}tasks/{run.task_id}/{run.task_run_id}/{'/'.join(parts)}")

    def upload(self, uri: str) -> OutputFile:
        """Starts a file at any address of an execution."""
        return self._upload(uri, self._assignment.execution_id)

    def _upload(self, uri: str, execution_id: str) -> OutputFile:
        return UploadedFile(self._stub, uri, execution_id, self._scratch, self._patience)

    def stored_at(self, uri: str) -> datetime | None:
        """When a file was stored; None when there is none. Raises TaskFailure."""
        return stored_at(self._stub, uri, self._patience)

    @property
    def files(self) -> Files:
        return StoredFiles(self._stub, self._folder, self._upload, self._patience)

    @property
    def _folder(self) -> str:
        run = self._assignment
        return f"dalsegno:///{run.namespace}/{run.flow_id}/executions/{run.execution_id}/"

    def values(self, namespace: str) -> KeyValues:
        return StoredValues(self._stub, namespace, self._patience)

    def count(self, name: str, value: float) -> None:
        self.metrics[name] = self.metrics.get(name, 0.0) + value
