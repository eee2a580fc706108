"""The checks of a flow, looked at before an execution of it is created. Source: Kestra's Check and createExecution.

A replay, and an execution that a task run starts, are not checked, as in Kestra.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dalsegno_executor.core.errors import CheckFailed
from dalsegno_executor.core.events import ExecutionEnded
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow
from dalsegno_flow.checks import Check, CheckBehavior, CheckStyle
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.expressions import ExpressionError

STRICTEST_FIRST = (CheckBehavior.BLOCK_EXECUTION, CheckBehavior.FAIL_EXECUTION, CheckBehavior.CREATE_EXECUTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedCheck:
    behavior: CheckBehavior
    style: CheckStyle
    message: str


class Checks:
    """Evaluates the checks of flows."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions

    async def failed(self, flow: Flow, variables: Mapping[str, Any]) -> Sequence[FailedCheck]:
        """Those that do not hold.

        Raises:
            CheckFailed: one of them is not to let an execution be created.
        """
        if not flow.checks:
            return ()
        # In a thread: a template may keep a processor busy for seconds before its limits stop it.
        found = await asyncio.to_thread(self._failed, flow, variables)
        if _strictest(found) is CheckBehavior.BLOCK_EXECUTION:
            raise CheckFailed(flow.namespace, flow.id, [check.message for check in found])
        return found

    def _failed(self, flow: Flow, variables: Mapping[str, Any]) -> list[FailedCheck]:
        judged = (self._judged(check, variables) for check in flow.checks)
        return [failed for failed in judged if failed is not None]

    def _judged(self, check: Check, variables: Mapping[str, Any]) -> FailedCheck | None:
        try:
            holds = self._expressions.render_typed(check.condition, variables) is True
        except ExpressionError as error:
            # What nobody can tell counts as the worst, whatever the check says.
            text = f"{check.message} (its condition cannot be evaluated: {error})"
            return FailedCheck(behavior=CheckBehavior.BLOCK_EXECUTION, style=CheckStyle.ERROR, message=text)
        return None if holds else FailedCheck(behavior=check.behavior, style=check.style, message=check.message)


def end_by(flow: Flow, failed: Sequence[FailedCheck]) -> ExecutionEnded | None:
    """How an execution ends at once because of failed checks; None when it is to run."""
    if _strictest(failed) is not CheckBehavior.FAIL_EXECUTION:
        return None
    told = "\n".join(f"- {check.message}" for check in failed)
    return ExecutionEnded(
        state=State.FAILED,
        error=f"One or more checks of the flow do not hold:\n{told}",
        followed=bool(flow.after_execution),
    )


def _strictest(failed: Sequence[FailedCheck]) -> CheckBehavior | None:
    return min((check.behavior for check in failed), key=STRICTEST_FIRST.index, default=None)
