"""Addresses of stored files within commands: they become files of this machine. Source: Kestra's ScriptService."""

import re
import shutil
from pathlib import Path
from secrets import token_hex

from dalsegno_tasks.interface import TaskContext

_ADDRESS = re.compile(r"(?:kestra|dalsegno):///[-a-zA-Z0-9%._+~#=/]*")
COPY_BYTES = 1024 * 1024


class LocalCopies:
    """Local copies of the stored files that a script names; each is fetched once."""

    def __init__(self, context: TaskContext, *, in_directory: bool) -> None:
        """With `in_directory` the copies are within the work directory, and named from there."""
        self._context = context
        self._in_directory = in_directory
        self._names: dict[str, str] = {}
        self.made: list[Path] = []

    def put_into(self, text: str) -> str:
        """The text with names of files in place of addresses. Raises TaskFailure when a file cannot be read."""
        return _ADDRESS.sub(lambda found: self._name(found[0]), text)

    def _name(self, uri: str) -> str:
        if uri not in self._names:
            self._names[uri] = self._copied(uri) if self._in_directory else str(self._context.fetch(uri))
        return self._names[uri]

    def _copied(self, uri: str) -> str:
        copy = self._context.work_directory / f"stored-{token_hex(8)}"
        with self._context.open(uri) as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, COPY_BYTES)
        self.made.append(copy)
        return copy.name
