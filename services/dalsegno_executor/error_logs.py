"""errorLogs() of the expressions: what an execution has logged as errors. Source: Kestra's ErrorLogsFunction."""

import json
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.paths import task_id_of
from dalsegno_executor.ports import LogLine
from dalsegno_flow.dates import Instant
from dalsegno_flow.expressions import BareError, Function, Value

NAME = "errorLogs"
MAX_LINES = 25

# Read before the template is rendered, because rendering cannot wait for the database.
_lines: ContextVar[Sequence[Mapping[str, Any]] | None] = ContextVar("error_logs", default=None)


def asks_for_error_logs(templates: Any, variables: Mapping[str, Any]) -> bool:
    """Whether these templates may call errorLogs(), themselves or in a variable that they render."""
    text = json.dumps(templates, default=str)
    return NAME in text or ("render" in text and NAME in json.dumps(variables.get("vars"), default=str))


def give(execution: Execution, lines: Sequence[LogLine]) -> None:
    """Gives the lines to the templates that are rendered after this, in the same task or in a thread of its own."""
    created = execution.created
    _lines.set(
        [
            {
                "namespace": created.namespace,
                "flowId": created.flow_id,
                "executionId": line.execution_id,
                "taskId": task_id_of(line.task_path),
                "taskRunId": line.task_run_id,
                "attemptNumber": max(0, line.attempt_number - 1),
                "timestamp": Instant(when=line.time),
                "level": line.level.name,
                "message": line.message,
            }
            for line in lines[:MAX_LINES]
        ]
    )


def function() -> Function:
    return Function(_find, ())


def _find() -> Value:
    lines = _lines.get()
    if lines is None:
        raise BareError(
            "The 'errorLogs' function can only be used in the properties of a task and in the outputs of a flow."
        )
    return list(lines)
