"""Jobs in directories that tasks share: filling one, taking files out of one. Source: Kestra's WorkingDirectory.

A cache is a compressed tar archive in storage, pinned by the execution that wrote it. A directory that was filled from
one has the file `restored` beside it: what is newer has changed since.
"""

import gzip
import shutil
import tarfile
import zlib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from dalsegno_executor.worker.context import WorkerContext
from dalsegno_runtime.clock import system_clock
from dalsegno_tasks import TaskFailure
from dalsegno_tasks.directory_files import put_files, take_files
from dalsegno_tasks.file_patterns import matching_files
from dalsegno_tasks.interface import Outputs
from dalsegno_tasks.namespace.namespace_files import NamespaceFiles, put_namespace_files

FAST = 1  # of zlib's levels: an archive is written while somebody waits


def fill_directory(context: WorkerContext, given: Mapping[str, Any]) -> Outputs:
    """Puts files in: those of a cache that is young enough, then those of namespaces, then those given by name.

    Args:
        given: `namespace_files`, the properties of a NamespaceFiles, or None; `files` as `put_files` takes them;
            `cache_uri`, empty without a cache; `cache_seconds`, how old it may be, None for any age.
    """
    restored = bool(given["cache_uri"]) and _restore(context, given["cache_uri"], given["cache_seconds"])
    if given["namespace_files"] is not None:
        put_namespace_files(context, NamespaceFiles.model_validate(given["namespace_files"]))
    put_files(context, given["files"])
    if restored:
        _mark(context).touch()
    return {}


def take_out(context: WorkerContext, given: Mapping[str, Any]) -> Outputs:
    """Stores the files that are asked for, and the cache where there was none or its files have changed.

    Args:
        given: `patterns` and `cache_patterns`, as `matching_files` takes them; `cache_uri`.
    """
    stored = take_files(context, given["patterns"])
    if given["cache_uri"]:
        _keep(context, given["cache_uri"], matching_files(context.work_directory, given["cache_patterns"]))
    return {"outputFiles": stored} if stored else {}


def _mark(context: WorkerContext) -> Path:
    return context.work_directory.parent / "restored"


def _restore(context: WorkerContext, uri: str, seconds: float | None) -> bool:
    stored_at = context.stored_at(uri)
    if stored_at is None:
        return False
    which = f"The cache of {stored_at:%Y-%m-%d %H:%M:%S} UTC"
    say = context.log.debug
    if seconds is not None and system_clock() - stored_at > timedelta(seconds=seconds):
        say(f"{which} is too old.")
        return False
    try:
        with context.open(uri) as source, tarfile.open(fileobj=source, mode="r|gz") as archive:
            archive.extractall(context.work_directory, filter="data")
    except (TaskFailure, tarfile.TarError, zlib.error, OSError, EOFError) as error:
        # A cache only saves work: the tasks do it again.
        warn = context.log.warning
        warn(f"{which} cannot be used: {error}")
        for path in context.work_directory.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return False
    say(f"{which} is used.")
    return True


def _keep(context: WorkerContext, uri: str, names: list[str]) -> None:
    mark = _mark(context)
    since = mark.stat().st_mtime_ns if mark.exists() else 0
    paths = {name: context.work_directory / name for name in names}
    if not any(path.stat().st_mtime_ns >= since for path in paths.values()):
        return
    with (
        context.upload(uri) as copy,
        # Only `write` is called of what is written from its start to its end.
        gzip.GzipFile(fileobj=cast("Any", copy), mode="wb", compresslevel=FAST) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        for name, path in paths.items():
            archive.add(path, name, recursive=False)
    say = context.log.debug
    say(f"{len(names)} files are cached.")
