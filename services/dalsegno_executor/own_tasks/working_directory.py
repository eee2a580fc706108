"""flow.WorkingDirectory: a directory for its tasks, made when it opens, removed when its run has ended.

A directory is beside the executor's database, and so it is there again after a restart: an attempt that was lost is
followed by another one in the directory as it was left, as after a retry. Where the directory itself is lost, the next
attempt fails and says so; a replay that begins at the WorkingDirectory makes another one. Tasks never go on in an
empty directory that had files.

The executor itself writes no file: workers, which share its disk, fill directories and take files out
(`worker/directories.py`).
"""

import asyncio
import hashlib
import logging
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from dalsegno_executor.core.events import Recorded, TaskRunFinished
from dalsegno_executor.core.flowables import CannotOpen
from dalsegno_executor.core.sharing import directory_owner, has_directory
from dalsegno_executor.live import Live
from dalsegno_executor.own_tasks.jobs import Jobs
from dalsegno_executor.ports import FILL_DIRECTORY, TAKE_OUT, Assignment, TaskRunner, WriteLog
from dalsegno_tasks import Catalog, TaskFailure
from dalsegno_tasks.checking import build

log = logging.getLogger("dalsegno.directories")

FILES = "files"  # the directory itself; what is known about it lies beside


class DirectoryGone(Exception):
    """A directory is not there any more."""


class Directories:
    """One directory for each run that has one."""

    def __init__(self, root: Path, catalog: Catalog, workers: TaskRunner) -> None:
        """`root` is this executor's alone: what no execution of its journal needs is removed from it."""
        self._root = root
        self._catalog = catalog
        self._jobs = Jobs(workers)
        self._in_use: dict[Path, asyncio.Lock] = {}

    def shared_by(self, live: Live, task_path: str) -> str:
        """The directory that a run works in; empty when it shares none.

        Raises:
            DirectoryGone: it was removed, by whomever.
        """
        owner = directory_owner(live.course, task_path)
        if not owner:
            return ""
        directory = self._folder(live, owner) / FILES
        if not directory.is_dir():
            raise DirectoryGone(
                f"The directory of {owner} is gone, with the files that its tasks have made. "
                f"Replay the execution from the task that it is in: {owner.partition('/')[0]}."
            )
        return str(directory)

    @asynccontextmanager
    async def entered(self, directory: str) -> AsyncIterator[None]:
        """Keeps a directory from being removed while a process works in it; does nothing for none."""
        if not directory:
            yield
            return
        async with self._in_use.setdefault(Path(directory).parent, asyncio.Lock()):
            yield

    async def open(self, live: Live, assignment: Assignment, properties: Mapping[str, Any], write: WriteLog) -> None:
        """Makes the directory of a run, and puts in what it asks for.

        Raises:
            CannotOpen: that is not possible.
        """
        model = self._model(assignment, properties)
        if isinstance(model.input_files, str):
            raise CannotOpen(f"`inputFiles` is {model.input_files[:200]!r}; give a map of names and contents.")
        folder = self._folder(live, assignment.task_path)
        directory = folder / FILES
        async with self.entered(str(directory)):
            # A process that has ended may have left something half filled.
            await asyncio.to_thread(_remove, folder)
            try:
                directory.mkdir(parents=True, mode=0o700)
            except OSError as error:
                raise CannotOpen(f"The directory {directory} cannot be made: {error.strerror}.") from error
            namespace_files = model.namespace_files if model.namespace_files and model.namespace_files.enabled else None
            if not model.input_files and model.cache is None and namespace_files is None:
                return
            ttl = model.cache.ttl if model.cache else None
            given = {
                "files": model.input_files or {},
                "namespace_files": None if namespace_files is None else namespace_files.model_dump(by_alias=True),
                "cache_uri": _cache_uri(live, assignment) if model.cache else "",
                "cache_seconds": None if ttl is None else ttl.total_seconds(),
            }
            await self._job(FILL_DIRECTORY, assignment, directory, given, write)

    async def take_out(
        self, live: Live, assignment: Assignment, properties: Mapping[str, Any], write: WriteLog
    ) -> Mapping[str, Any]:
        """Stores what a run is to keep of its directory; returns its outputs.

        Raises:
            CannotOpen: that is not possible.
        """
        model = self._model(assignment, properties)
        if not model.output_files and model.cache is None:
            return {}
        directory = self._folder(live, assignment.task_path) / FILES
        if not directory.is_dir():
            raise CannotOpen(f"The directory of {assignment.task_path} is gone, with the files to be kept of it.")
        given = {
            "patterns": model.output_files or [],
            "cache_uri": _cache_uri(live, assignment) if model.cache else "",
            "cache_patterns": model.cache.patterns if model.cache else [],
        }
        async with self.entered(str(directory)):
            return await self._job(TAKE_OUT, assignment, directory, given, write)

    def ended(self, live: Live, recorded: Sequence[Recorded]) -> Iterator[Coroutine[None, None, None]]:
        """What is to be done after events: removing the directories of runs that have ended."""
        for item in recorded:
            if isinstance(item.event, TaskRunFinished) and has_directory(live.course, item.event.task_path):
                yield self._remove(self._folder(live, item.event.task_path))

    async def remove_leftovers(self, unsettled: Iterable[str], lives: Iterable[Live]) -> None:
        """Removes what the last process left and no execution needs: all but the directories of runs that run.

        Args:
            unsettled: ids of executions that may not have ended, those that cannot be read too.
            lives: those of them that go on.
        """
        needed = {
            self._folder(live, path)
            for live in lives
            for path in live.execution.running
            if has_directory(live.course, path)
        }
        unreadable = set(unsettled) - {live.execution.execution_id for live in lives}
        for folder in await asyncio.to_thread(_within, self._root):
            if folder not in needed and folder.name.partition("-")[0] not in unreadable:
                await self._remove(folder)

    def _folder(self, live: Live, path: str) -> Path:
        execution = live.execution
        return self._root / f"{execution.execution_id}-{execution.task_runs[path].task_run_id}"

    def _model(self, assignment: Assignment, properties: Mapping[str, Any]) -> Any:
        try:
            return build(self._catalog.find(assignment.task_type), properties)
        except TaskFailure as failure:
            raise CannotOpen(str(failure)) from failure

    async def _job(
        self, name: str, assignment: Assignment, directory: Path, given: Mapping[str, Any], write: WriteLog
    ) -> Mapping[str, Any]:
        try:
            return await self._jobs.run(name, assignment, given, write, str(directory))
        except TaskFailure as failure:
            raise CannotOpen(str(failure)) from failure

    async def _remove(self, folder: Path) -> None:
        async with self._in_use.setdefault(folder, asyncio.Lock()):
            await asyncio.to_thread(_remove, folder)
        self._in_use.pop(folder, None)


def _cache_uri(live: Live, assignment: Assignment) -> str:
    value = live.execution.task_runs[assignment.task_path].value
    lane = "" if value is None else f"-{hashlib.sha256(value.encode()).hexdigest()[:32]}"
    return f"dalsegno:///{assignment.namespace}/{assignment.flow_id}/cache/{assignment.task_id}{lane}.tar.gz"


def _within(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder, onerror=_make_writable)
        if folder.exists():
            log.warning("the directory %s cannot be removed", folder)


def _make_writable(remove: Any, path: str, _fault: Any) -> None:
    """Removes what stands in a folder that a task has made read-only, and nothing that is another user's."""
    try:
        Path(path).parent.chmod(0o700)
        Path(path).chmod(0o700)
        remove(path)
    except OSError:
        pass  # told of once, when all else is removed
