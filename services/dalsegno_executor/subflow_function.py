"""subflow() of the expressions: runs another flow and gives its outputs, while inputs are being resolved.

Source: Kestra's SubflowFunction, which is there for inputs alone: a task has the Subflow task.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from dalsegno_flow.durations import InvalidDuration, parse_duration
from dalsegno_flow.expressions import EvaluationError, Frame, Function, Value
from dalsegno_flow.expressions.limits import bounded

_ABSENT = object()
MAX_DEPTH = 3  # flows whose inputs run flows


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCall:
    """Which flow is to be run with what; revision 0 is the latest."""

    namespace: str
    flow_id: str
    revision: int
    inputs: Mapping[str, Any]
    labels: Mapping[str, str]


class CannotRun(Exception):
    """The flow gave no outputs; the text is a sentence that says why."""


class RunFlow(Protocol):
    def __call__(self, call: FlowCall, seconds: float) -> Mapping[str, Any]:
        """Runs a flow from the thread that renders, and gives its outputs. Raises CannotRun."""


_runner: ContextVar[RunFlow | None] = ContextVar("runner", default=None)
_depth: ContextVar[int] = ContextVar("depth", default=0)


@contextmanager
def running_flows(run_flow: RunFlow | None) -> Iterator[None]:
    """Lets templates that are rendered meanwhile, also in other threads, run flows."""
    runner, depth = _runner.set(run_flow), _depth.set(_depth.get() + 1)
    try:
        yield
    finally:
        _runner.reset(runner)
        _depth.reset(depth)


def function() -> Function:
    """subflow(namespace, id, inputs, revision, labels, timeout) of the expressions."""
    return Function(_subflow, ("namespace", "id", "inputs", "revision", "labels", "timeout"))


def _subflow(
    namespace: Value = _ABSENT,
    flow_id: Value = _ABSENT,
    inputs: Value = None,
    revision: Value = None,
    labels: Value = None,
    timeout: Value = None,
    *,
    frame: Frame,
) -> Value:
    run_flow = _runner.get()
    if run_flow is None:
        raise EvaluationError("The 'subflow' function is there for inputs. In a task, run a Subflow task instead.")
    if _depth.get() > MAX_DEPTH:
        raise EvaluationError(f"The 'subflow' function runs flows {MAX_DEPTH} deep at most.")
    call = FlowCall(
        namespace=_text("namespace", namespace),
        flow_id=_text("id", flow_id),
        revision=_number(revision),
        inputs=_map("inputs", inputs),
        labels={str(name): str(value) for name, value in _map("labels", labels).items()},
    )
    try:
        return bounded(dict(run_flow(call, min(_seconds(timeout), frame.budget.left()))))
    except CannotRun as error:
        raise EvaluationError(f"The 'subflow' function failed. {error}") from error


def _text(name: str, value: Value) -> str:
    if not isinstance(value, str) or not value:
        raise EvaluationError(f"The 'subflow' function expects an argument '{name}' with type string.")
    return value


def _number(value: Value) -> int:
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise EvaluationError("The 'subflow' function expects a 'revision' that is a number from 1.")
    return value


def _map(name: str, value: Value) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise EvaluationError(f"The 'subflow' function expects an argument '{name}' that is a map.")
    return value


def _seconds(value: Value) -> float:
    if value is None:
        return float("inf")
    try:
        return parse_duration(str(value)).total_seconds()
    except InvalidDuration as error:
        raise EvaluationError(f"The 'subflow' function expects a 'timeout' that is a duration: {error}") from error
