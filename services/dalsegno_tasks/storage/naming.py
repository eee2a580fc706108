"""Names of the files that tasks make of others."""

from pathlib import PurePosixPath

from dalsegno_tasks.interface import TaskFailure


def with_extension(name: str, extension: str | None) -> str:
    """The name with an extension, which may lack its dot. Raises TaskFailure when it is none."""
    if not extension:
        return name
    if "/" in extension or "\x00" in extension:
        raise TaskFailure(f"`extension` is {extension!r}; give one such as .csv.")
    return f"{name}.{extension.removeprefix('.')}"


def extension_of(uri: str) -> str:
    """The extension of a stored file, with its dot; "" where it has none."""
    return PurePosixPath(uri).suffix
