"""Names that arrive from outside: digests, paths and execution ids."""

import hashlib
import re

from dalsegno_runtime.errors import InvalidField

SCHEME = "dalsegno:///"
KESTRA_SCHEME = "kestra:///"
NAMESPACE_FILES = "_files"  # the second part of the paths of a namespace's files
MAX_PATH_BYTES = 1024  # also what a key of a PostgreSQL index can hold with room to spare

_DIGEST = re.compile(r"[0-9a-f]{64}")
_EXECUTION_ID = re.compile(r"[0-9A-Za-z._-]{1,64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_digest(text: str) -> bool:
    return _DIGEST.fullmatch(text) is not None


def check_digest(field: str, text: str) -> str:
    if not is_digest(text):
        raise InvalidField(
            field, f"{field} is {_short(text)}; a digest is a SHA-256 in 64 lower-case hexadecimal digits."
        )
    return text


def check_execution_id(field: str, text: str) -> str:
    if not _EXECUTION_ID.fullmatch(text):
        raise InvalidField(
            field, f"{field} is {_short(text)}; an execution id has 1 to 64 characters of 0-9 A-Z a-z . _ -"
        )
    return text


def read_scheme(text: str) -> str:
    """Writes "kestra:///" as "dalsegno:///"; leaves everything else alone."""
    return SCHEME + text[len(KESTRA_SCHEME) :] if text.startswith(KESTRA_SCHEME) else text


def check_path(field: str, text: str) -> str:
    """The path of one file, its scheme normalised.

    Raises:
        InvalidField: another scheme; an empty, "." or ".." part; a control character; too long.
    """
    path = read_scheme(text)
    problem = _path_problem(path)
    if problem:
        raise InvalidField(
            field,
            f"{field} is {_short(text)}: {problem}. A path is {SCHEME}namespace/flow/executions/id/… with a name "
            "in every part.",
        )
    return path


def is_of_namespace(path: str) -> bool:
    """Whether a path, checked before, is that of a file of a namespace."""
    parts = path.removeprefix(SCHEME).split("/", 2)
    return len(parts) == 3 and parts[1] == NAMESPACE_FILES


def check_path_prefix(field: str, text: str) -> str:
    """The beginning of paths, its scheme normalised; "" for all.

    Raises:
        InvalidField: no path can begin with it.
    """
    prefix = read_scheme(text)
    if not (prefix.startswith(SCHEME) or SCHEME.startswith(prefix)) or _CONTROL.search(prefix):
        raise InvalidField(field, f"{field} is {_short(text)}; paths begin with {SCHEME}, or {KESTRA_SCHEME}.")
    return prefix


def _path_problem(path: str) -> str | None:
    if not path.startswith(SCHEME):
        return f"it does not begin with {SCHEME}"
    length_bytes = len(path.encode())
    if length_bytes > MAX_PATH_BYTES:
        return f"it has {length_bytes} bytes, more than {MAX_PATH_BYTES}"
    if _CONTROL.search(path):
        return "it has a control character"
    bad = next((part for part in path[len(SCHEME) :].split("/") if part in {"", ".", ".."}), None)
    return None if bad is None else f"it has the part {bad!r}"


def _short(text: str) -> str:
    return repr(text if len(text) <= 120 else text[:117] + "...")
