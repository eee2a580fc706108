"""Functions of the expressions that ask the storage service: kv(), read() and what tells of files.

Source: Kestra's KvFunction, ReadFileFunction and the functions beside them.

A file is one of a namespace, or one of the execution: below its own folder, or named by its inputs, its outputs, its
trigger or its loops, for a replay reuses files of other executions. No other file is reached, and none of this machine.
What storage answers holds for one rendering: a template that asks twice is told the same.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from dalsegno_flow.expressions import EvaluationError, Frame, Function, LimitExceeded, Value
from dalsegno_flow.expressions.limits import MAX_TEXT_CHARACTERS, bounded
from dalsegno_runtime.errors import ServiceError

SCHEME = "dalsegno:///"
KESTRA_SCHEME = "kestra:///"
NAMESPACE_SCHEME = "nsfile:///"
MAX_READ_BYTES = MAX_TEXT_CHARACTERS
NAMING = ("inputs", "outputs", "trigger", "taskrun", "parents")  # the variables that may name files

Answer = TypeVar("Answer")
_ABSENT = object()


class StoredData(Protocol):
    """The storage service, asked from the thread that renders. Every method raises ServiceError."""

    def value(self, namespace: str, key: str) -> str | None:
        """The JSON of a key's value; None when it has none."""

    def size_bytes(self, uri: str) -> int | None:
        """How large a file is; None when there is none of that address."""

    def content(self, uri: str, limit_bytes: int) -> bytes:
        """The bytes of a file, so many at most."""


def functions(data: StoredData) -> Mapping[str, Function]:
    """The functions by their names."""
    stored = _Stored(data)
    of_file = ("path", "namespace")
    return {
        "kv": Function(stored.kv, ("key", "namespace", "errorOnMissing")),
        "read": Function(stored.read, ("path", "namespace", "version")),
        "fileURI": Function(stored.file_uri, of_file),
        "fileSize": Function(stored.file_size, of_file),
        "fileExists": Function(stored.file_exists, of_file),
        "isFileEmpty": Function(stored.is_file_empty, of_file),
    }


class _Stored:
    def __init__(self, data: StoredData) -> None:
        self._data = data

    def kv(
        self, key: Value = _ABSENT, namespace: Value = None, error_on_missing: Value = None, *, frame: Frame
    ) -> Value:
        if key is _ABSENT:
            raise EvaluationError("The 'kv' function expects an argument 'key'.")
        found_key, of = _text("kv", "key", key), _namespace("kv", namespace, frame)
        text = _asked(frame, ("kv", of, found_key), lambda: self._data.value(of, found_key))
        if text is not None:
            return bounded(json.loads(text))
        if error_on_missing is False:
            return None
        raise EvaluationError(f"The key '{found_key}' does not exist in the namespace '{of}'.")

    def read(self, path: Value = _ABSENT, namespace: Value = None, version: Value = None, *, frame: Frame) -> str:
        if version is not None:
            raise EvaluationError("The 'read' function has no argument 'version' here: files are kept as they are now.")
        uri = _uri("read", path, namespace, frame)
        size = self._size("read", uri, frame)
        if size > MAX_READ_BYTES:
            raise LimitExceeded(
                f"read() was asked for {uri}, which has {size} bytes; it reads {MAX_READ_BYTES} at most. "
                "Give the file to a task instead."
            )
        content = _asked(frame, ("content", uri), lambda: self._data.content(uri, MAX_READ_BYTES))
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            raise EvaluationError(
                f"read() was asked for {uri}, which is no text in UTF-8 (see byte {error.start}). "
                "Give the file to a task instead."
            ) from error

    def file_uri(self, path: Value = _ABSENT, namespace: Value = None, *, frame: Frame) -> str:
        return _uri("fileURI", path, namespace, frame)

    def file_size(self, path: Value = _ABSENT, namespace: Value = None, *, frame: Frame) -> int:
        return self._size("fileSize", _uri("fileSize", path, namespace, frame), frame)

    def file_exists(self, path: Value = _ABSENT, namespace: Value = None, *, frame: Frame) -> bool:
        return self._size_or_none(_uri("fileExists", path, namespace, frame), frame) is not None

    def is_file_empty(self, path: Value = _ABSENT, namespace: Value = None, *, frame: Frame) -> bool:
        return self._size("isFileEmpty", _uri("isFileEmpty", path, namespace, frame), frame) == 0

    def _size(self, function: str, uri: str, frame: Frame) -> int:
        size = self._size_or_none(uri, frame)
        if size is None:
            raise EvaluationError(f"{function}() was asked for {uri}, which is not in storage; fileExists() tells.")
        return size

    def _size_or_none(self, uri: str, frame: Frame) -> int | None:
        return _asked(frame, ("size", uri), lambda: self._data.size_bytes(uri))


def _asked(frame: Frame, question: tuple[str, ...], ask: Callable[[], Answer]) -> Answer:
    """The answer, from this rendering's earlier ones when it has been asked before."""
    answers = frame.budget.answers
    frame.budget.spend()
    if question not in answers:
        try:
            answers[question] = ask()
        except ServiceError as error:
            if error.passes:  # whoever renders waits, and renders again
                raise
            raise EvaluationError(error.message) from error
    found: Answer = answers[question]
    return found


def _uri(function: str, path: Value, namespace: Value, frame: Frame) -> str:
    """The address of a file that may be reached; a path without a scheme is one of a namespace."""
    if path is _ABSENT:
        raise EvaluationError(
            f"The '{function}' function expects an argument 'path' that is a path to a namespace file or an address "
            f"that begins with {SCHEME}."
        )
    text = _text(function, "path", path)
    if text.startswith(KESTRA_SCHEME):
        text = SCHEME + text.removeprefix(KESTRA_SCHEME)
    if not text.startswith(SCHEME):
        return _of_namespace(function, text, _namespace(function, namespace, frame))
    if ".." not in text.split("/") and (text.startswith(_own_folder(frame)) or _is_named(text, frame)):
        return text
    raise EvaluationError(f"Unable to read the file '{text}' as it didn't belong to the current execution")


def _of_namespace(function: str, path: str, namespace: str) -> str:
    name = path.removeprefix(NAMESPACE_SCHEME).removeprefix("/")
    if "://" in name or name.startswith("file:") or not name or {"", ".", ".."} & set(name.split("/")):
        raise EvaluationError(
            f"The '{function}' function was asked for {path!r}; give the path of a namespace file without '..', such "
            f"as queries/daily.sql, or an address that begins with {SCHEME}."
        )
    return f"{SCHEME}{namespace}/_files/{name}"


def _own_folder(frame: Frame) -> str:
    flow, execution = (frame.budget.variables.get(name) or {} for name in ("flow", "execution"))
    if not execution.get("id"):
        return SCHEME + "\0"  # nothing begins so
    return f"{SCHEME}{flow.get('namespace')}/{flow.get('id')}/executions/{execution['id']}/"


def _is_named(uri: str, frame: Frame) -> bool:
    """Whether the variables that the rendering was given name the file, whatever `set` has made of them since."""
    todo: list[Any] = [frame.budget.variables.get(name) for name in NAMING]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            if SCHEME + value.removeprefix(KESTRA_SCHEME) == uri or value == uri:
                return True
        elif isinstance(value, Mapping):
            todo.extend(value.values())
        elif isinstance(value, list | tuple):
            todo.extend(value)
    return False


def _namespace(function: str, given: Value, frame: Frame) -> str:
    """The one given, or the flow's own."""
    if given is not None:
        text = _text(function, "namespace", given)
        if not text or "/" in text:
            raise EvaluationError(f"The '{function}' function was given the namespace {text!r}; write company.team.")
        return text
    own = (frame.budget.variables.get("flow") or {}).get("namespace")
    if not isinstance(own, str):
        raise EvaluationError(f"The '{function}' function needs an argument 'namespace' here: there is no flow.")
    return own


def _text(function: str, name: str, value: Value) -> str:
    if not isinstance(value, str):
        found = "null" if value is None else repr(value)[:80]
        raise EvaluationError(f"The '{function}' function expects a text as '{name}', and was given {found}.")
    return value
