"""http() of the expressions: asks a server while a text is rendered. Source: Kestra's HttpFunction.

It is the task http.Request in a few words: the same properties under the same names, without files. What holds for a
rendering holds here too: it is over after some seconds, and what it gives is of bounded size.
"""

import json
from pathlib import Path
from typing import Any, BinaryIO

from dalsegno_flow.expressions import EvaluationError, Frame, Function, Value
from dalsegno_flow.expressions.limits import bounded
from dalsegno_tasks import Files, KeyValues, OutputFile, Place, TaskFailure
from dalsegno_tasks.checking import build
from dalsegno_tasks.http.request import Request
from dalsegno_tasks.interface import TaskLog

_ABSENT = object()
# Of one wait for the server, so that rendering, which is looked at between them, ends in time.
WAIT_SECONDS = 5


def function() -> Function:
    """http(uri, method, query, body, contentType, headers, options, accept) of the expressions."""
    return Function(_http, ("uri", "method", "query", "body", "contentType", "headers", "options", "accept"))


def _http(
    uri: Value = _ABSENT,
    method: Value = None,
    query: Value = None,
    body: Value = None,
    content_type: Value = None,
    headers: Value = None,
    options: Value = None,
    accept: Value = None,
    *,
    frame: Frame,
) -> Value:
    if uri is _ABSENT or not isinstance(uri, str):
        raise EvaluationError("The 'http' function expects an argument 'uri' with type string.")
    given = {"params": query, "contentType": content_type}
    properties: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    timeout = {"connectTimeout": f"PT{WAIT_SECONDS}S", "readIdleTimeout": f"PT{WAIT_SECONDS}S"}
    properties |= {
        "uri": uri,
        "method": "GET" if method is None else str(method),
        "headers": {"Accept": str(accept or "application/json"), **_map("headers", headers)},
        "options": {"timeout": timeout, **_map("options", options)},
    }
    if body is not None:
        properties["body"] = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    try:
        request = build(Request, properties)
        assert isinstance(request, Request)  # noqa: S101  # build makes what it is given
        content, kind = request.content(_Nothing(), frame.budget.spend)
    except TaskFailure as failure:
        raise EvaluationError(f"The 'http' function failed. {failure}") from failure
    return _read(content, kind)


def _read(content: str | None, kind: str) -> Value:
    """JSON as a value, anything else as text."""
    if content is None:
        return None
    if kind.partition(";")[0].strip().lower().endswith("json"):
        try:
            return bounded(json.loads(content))
        except (ValueError, RecursionError) as error:
            raise EvaluationError(f"The 'http' function was answered with JSON that is none: {error}") from error
    return content


def _map(name: str, value: Value) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise EvaluationError(f"The 'http' function expects an argument '{name}' that is a map.")
    return value


class _Silent:
    """Implements `dalsegno_tasks.TaskLog`: an expression has no log."""

    def trace(self, message: str) -> None: ...
    def debug(self, message: str) -> None: ...
    def info(self, message: str) -> None: ...
    def warning(self, message: str) -> None: ...
    def error(self, message: str) -> None: ...


class _Nothing:
    """Implements `dalsegno_tasks.TaskContext` for a request that has neither files nor values."""

    def __init__(self) -> None:
        self.log: TaskLog = _Silent()
        self.place = Place(namespace="", flow_id="", loop_value=None)
        self.work_directory = Path()

    def open(self, uri: str) -> BinaryIO:
        raise TaskFailure(f"An expression cannot send {uri}: use io.kestra.plugin.core.http.Request.")

    def fetch(self, uri: str) -> Path:
        raise TaskFailure(f"An expression cannot send {uri}: use io.kestra.plugin.core.http.Request.")

    def create(self, name: str) -> OutputFile:
        raise TaskFailure(f"An expression stores no file such as {name}.")

    @property
    def files(self) -> Files:
        raise TaskFailure("An expression that asks a server has no files.")

    def values(self, namespace: str) -> KeyValues:
        raise TaskFailure(f"An expression that asks a server has no values of {namespace}.")

    def count(self, name: str, value: float) -> None: ...
