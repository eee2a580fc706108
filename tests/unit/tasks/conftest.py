"""A platform for tasks on one folder: files by URI, logs and metrics kept for the test to read."""

import contextlib
import json
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Self

import pytest

from dalsegno_tasks import Place, TaskFailure

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
        self.version = 0

    def get(self, key: str, default: Any = None) -> Any:
        return json.loads(self.texts[key]) if key in self.texts else default

    def put(self, key: str, value: Any) -> int:
        self.texts[key] = json.dumps(value)
        self.version += 1
        return self.version

    def delete(self, key: str) -> bool:
        return self.texts.pop(key, None) is not None


class FolderContext:
    """Implements TaskContext; `files` is the storage."""

    def __init__(self, folder: Path) -> None:
        self.log = KeptLog()
        self.place = Place(namespace="company.team", flow_id="rides", loop_value=None)
        self.kept_values: defaultdict[str, KeptValues] = defaultdict(KeptValues)
        self.metrics: dict[str, float] = defaultdict(float)
        self.files = folder / "files"
        self.work_directory = folder / "work"
        self.files.mkdir()
        self.work_directory.mkdir()

    def open(self, uri: str) -> BinaryIO:
        try:
            return self.path(uri).open("rb")
        except FileNotFoundError:
            raise TaskFailure(f"There is no file {uri}.") from None

    def fetch(self, uri: str) -> Path:
        copy = self.work_directory / PurePosixPath(uri).name
        with contextlib.closing(self.open(uri)) as stream:
            copy.write_bytes(stream.read())
        return copy

    def create(self, name: str) -> FolderOutputFile:
        return FolderOutputFile(self.files / "out" / name, f"{SCHEME}out/{name}")

    def values(self, namespace: str) -> KeptValues:
        return self.kept_values[namespace]

    def count(self, name: str, value: float) -> None:
        self.metrics[name] += value

    def path(self, uri: str) -> Path:
        return self.files / uri.removeprefix(SCHEME)

    def store(self, name: str, data: bytes | str) -> str:
        """Puts a file into the storage and gives its URI."""
        path = self.files / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return SCHEME + name

    def stored(self) -> list[str]:
        """Names of the files that tasks have made."""
        made = self.files / "out"
        return sorted(str(path.relative_to(made)) for path in made.rglob("*") if path.is_file())

    def warnings(self) -> list[str]:
        return [message for level, message in self.log.lines if level == "WARN"]


@pytest.fixture
def context(tmp_path: Path) -> FolderContext:
    return FolderContext(tmp_path)
