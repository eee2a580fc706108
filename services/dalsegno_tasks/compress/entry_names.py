"""Names of the entries of an archive."""

import re

from dalsegno_tasks.compress.inflation import InflationLimits
from dalsegno_tasks.interface import TaskFailure


class EntryNames:
    """The names of one archive that is unpacked, which must not lead out of where it is put, nor be one another's."""

    def __init__(self, limits: InflationLimits) -> None:
        self._limits = limits
        self._by_stored_name: dict[str, str] = {}

    def add(self, name: str) -> str:
        """Takes a name, and returns the one to store its file by. Raises TaskFailure."""
        check_entry_name(name)
        stored = stored_name(name)
        if (other := self._by_stored_name.get(stored)) is not None:
            raise TaskFailure(
                f"The archive's entries '{other}' and '{name}' would be stored under one name. "
                "Repack it with distinct names."
            )
        self._by_stored_name[stored] = name
        self.check_count(len(self._by_stored_name))
        return stored

    def check_count(self, count: int) -> None:
        if count > self._limits.max_entries:
            raise TaskFailure(
                f"The archive has {count} entries, more than the {self._limits.max_entries} that are unpacked. "
                "Raise DALSEGNO_UNZIP_MAX_ENTRIES on the worker if it can be trusted."
            )


def stored_name(name: str) -> str:
    """Blanks in names trouble many tools; the outputs keep the name as the archive has it."""
    return "/".join(part for part in name.split("/") if part not in {"", "."}).replace(" ", "_")


def check_entry_name(name: str) -> None:
    """Raises TaskFailure where a name is no relative path, or leads out of the folder that it is put into."""
    parts = re.split(r"[/\\]", name)
    if (
        not stored_name(name).strip()
        or name.startswith(("/", "\\"))
        or "\\" in name
        or "\x00" in name
        or ".." in parts
        or re.match(r"[A-Za-z]:", name)
    ):
        raise TaskFailure(
            f"Path traversal attempt detected in archive entry: {name!s}. The archive is refused; "
            "names must be relative paths with '/' between their parts."
        )
