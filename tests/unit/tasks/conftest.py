"""A platform for tasks on one folder: files by URI, logs and metrics kept for the test to read."""

import contextlib
import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Self, cast

import pytest

from dalsegno_tasks import Place, StoredFile, TaskFailure

SCHEME = "dalsegno:///test/"


class KeptLog:
    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def trace(self, message: str) -> None:
        self.lines.append(("TRACE", message))

    def debug(self, message: str) -> None:
        self.lines.append(("DEBUG", message))

    def info(self, message: str) -> None:
        self.lines.append(("INFO", message))

    def warning(self, message: str) -> None:
        self.lines.append(("WARN", message))

    def error(self, message: str) -> None:
        self.lines.append(("ERROR", message))


class OneWay(io.FileIO):
    """A file that can be read once from its start to its end, as those of storage."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_place: int) -> int:
        raise io.UnsupportedOperation("seek")

    def tell(self) -> int:
        raise io.UnsupportedOperation("tell")


class FolderOutputFile:
    def __init__(self, path: Path, uri: str) -> None:
        self.uri = uri
        self._path = path

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        return self._file.write(data)

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("wb")
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()
        if exception[0] is not None:
            self._path.unlink()


class KeptValues:
    """Implements KeyValues on a dictionary of JSON texts."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.facts: dict[str, tuple[timedelta | None, str]] = {}
        self.version = 0

    def get(self, key: str, default: Any = None) -> Any:
        return json.loads(self.texts[key]) if key in self.texts else default

    def put(
        self,
        key: str,
        value: Any,
        *,
        time_to_live: timedelta | None = None,
        overwrite: bool = True,
        description: str = "",
    ) -> int:
        if key in self.texts and not overwrite:
            raise TaskFailure(f"There is a value for {key}.")
        self.texts[key] = json.dumps(value)
        self.facts[key] = (time_to_live, description)
        self.version += 1
        return self.version

    def delete(self, key: str) -> bool:
        return self.texts.pop(key, None) is not None

    def keys(self, prefix: str = "") -> list[str]:
        return sorted(key for key in self.texts if key.startswith(prefix))


class FolderFiles:
    """Implements Files on the folder of a context; those of namespaces are in its folder `namespaces`."""

    def __init__(self, context: "FolderContext") -> None:
        self._context = context

    def find(self, uri: str) -> StoredFile | None:
        path = self._context.path(uri)
        return StoredFile(uri=uri, size_bytes=path.stat().st_size) if path.is_file() else None

    def of_execution(self) -> list[StoredFile]:
        return list(self._below("out").values())

    def of_namespace(self, namespace: str) -> Mapping[str, StoredFile]:
        return self._below(f"namespaces/{namespace}")

    def put(self, namespace: str, name: str) -> FolderOutputFile:
        place = f"namespaces/{namespace}/{name}"
        return FolderOutputFile(self._context.files_folder / place, SCHEME + place)

    def delete(self, uris: Sequence[str]) -> list[str]:
        there = [uri for uri in uris if self.find(uri)]
        for uri in there:
            self._context.path(uri).unlink()
        return there

    def _below(self, folder: str) -> dict[str, StoredFile]:
        top = self._context.files_folder / folder
        paths = sorted(path for path in top.rglob("*") if path.is_file())
        return {
            path.relative_to(top).as_posix(): StoredFile(
                uri=f"{SCHEME}{folder}/{path.relative_to(top).as_posix()}", size_bytes=path.stat().st_size
            )
            for path in paths
        }


class FolderContext:
    """Implements TaskContext; `files_folder` is the storage."""

    def __init__(self, folder: Path) -> None:
        self.log = KeptLog()
        self.place = Place(namespace="company.team", flow_id="rides", loop_value=None)
        self.kept_values: defaultdict[str, KeptValues] = defaultdict(KeptValues)
        self.metrics: dict[str, float] = defaultdict(float)
        self.files_folder = folder / "files"
        self.work_directory = folder / "work"
        self.files_folder.mkdir()
        self.work_directory.mkdir()

    def open(self, uri: str) -> BinaryIO:
        try:
            return cast("BinaryIO", io.BufferedReader(OneWay(self.path(uri))))
        except FileNotFoundError:
            raise TaskFailure(f"There is no file {uri}.") from None

    def fetch(self, uri: str) -> Path:
        copy = self.work_directory / f"fetched-{len(list(self.work_directory.iterdir()))}"
        with contextlib.closing(self.open(uri)) as stream:
            copy.write_bytes(stream.read())
        return copy

    def create(self, name: str) -> FolderOutputFile:
        return FolderOutputFile(self.files_folder / "out" / name, f"{SCHEME}out/{name}")

    @property
    def files(self) -> FolderFiles:
        return FolderFiles(self)

    def values(self, namespace: str) -> KeptValues:
        return self.kept_values[namespace]

    def count(self, name: str, value: float) -> None:
        self.metrics[name] += value

    def path(self, uri: str) -> Path:
        return self.files_folder / uri.removeprefix(SCHEME)

    def store(self, name: str, data: bytes | str) -> str:
        """Puts a file into the storage and gives its URI."""
        path = self.files_folder / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return SCHEME + name

    def stored(self) -> list[str]:
        """Names of the files that tasks have made."""
        made = self.files_folder / "out"
        return sorted(str(path.relative_to(made)) for path in made.rglob("*") if path.is_file())

    def warnings(self) -> list[str]:
        return [message for level, message in self.log.lines if level == "WARN"]


@pytest.fixture
def context(tmp_path: Path) -> FolderContext:
    return FolderContext(tmp_path)
