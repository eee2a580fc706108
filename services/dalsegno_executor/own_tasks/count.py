"""execution.Count: counts executions. Source: Kestra's Count."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from dalsegno_executor.core.outputs import canonical
from dalsegno_executor.core.states import State
from dalsegno_executor.own_tasks.interface import Call
from dalsegno_executor.ports import CountFilter, Journal, Outcome
from dalsegno_flow.dates import DateError, parse_instant
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.expressions import ExpressionError
from dalsegno_flow.truth import is_true
from dalsegno_tasks import TaskFailure


class Count:
    type_names: ClassVar[tuple[str, ...]] = (
        "io.kestra.plugin.core.execution.Count",
        "io.kestra.core.tasks.executions.Counts",
    )
    goes_on: ClassVar[bool] = True
    fails_at_once: ClassVar[bool] = False

    def __init__(self, journal: Journal, expressions: Expressions) -> None:
        self._journal = journal
        self._expressions = expressions

    async def run(self, call: Call) -> Outcome:
        model = call.model
        if model.flows is None and model.namespaces is None:
            raise TaskFailure("You must provide a list of flows or namespaces")
        flows = tuple((flow.namespace, flow.flow_id) for flow in model.flows or ())
        chosen = CountFilter(
            flows=flows,
            namespaces=tuple(model.namespaces or ()),
            states=tuple(_state(name) for name in model.states or ()),
            begin_time=_time(model.start_date, "startDate"),
            end_time=_time(model.end_date, "endDate"),
        )
        found: Mapping[tuple[str, str], int] = await self._journal.count_executions(chosen)
        # Flows that were asked for are told of also when there is nothing to count.
        counts = {**dict.fromkeys(flows, 0), **found}
        # In a thread: a template may keep a processor busy, or ask storage.
        results = await asyncio.to_thread(self._results, counts, model.expression, call.variables)
        outputs = {"results": results, "total": sum(counted["count"] for counted in results)}
        return Outcome(state=State.SUCCESS, outputs_json=canonical(outputs))

    def _results(
        self, counts: Mapping[tuple[str, str], int], expression: str | None, variables: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        return [
            {"namespace": namespace, "flowId": flow_id, "count": count}
            for (namespace, flow_id), count in counts.items()
            if self._kept(expression, {**variables, "count": count})
        ]

    def _kept(self, expression: str | None, variables: Mapping[str, Any]) -> bool:
        if expression is None:
            return True
        try:
            return is_true(self._expressions.render(expression, variables))
        except ExpressionError as error:
            raise TaskFailure(str(error)) from error


def _state(name: str) -> State:
    try:
        return State(name.upper())
    except ValueError as error:
        known = ", ".join(state.value for state in State)
        raise TaskFailure(f"`states` has {name!r}, which is none of {known}.") from error


def _time(text: Any, name: str) -> datetime | None:
    if not text:
        return None
    try:
        return parse_instant(str(text)).when
    except DateError as error:
        raise TaskFailure(f"`{name}` is {text!r}; give a moment such as 2030-01-31T08:00:00Z.") from error
