"""SLAs that are assertions: looked at whenever an execution has changed. Source: Kestra's ExecutionAssertionSLA."""

import asyncio

from dalsegno_executor.core.context import Surroundings
from dalsegno_executor.core.errors import SecretUnreadable
from dalsegno_executor.core.events import SlaViolated
from dalsegno_executor.live import Live
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.expressions import ExpressionError
from dalsegno_flow.sla import SlaType
from dalsegno_flow.truth import is_true
from dalsegno_runtime.errors import ServiceUnavailable


class Assertions:
    def __init__(self, expressions: Expressions, surroundings: Surroundings) -> None:
        self._expressions = expressions
        self._surroundings = surroundings

    async def violated(self, live: Live) -> SlaViolated | None:
        """The first assertion that does not hold now, of those that have held until now.

        One that cannot be evaluated, such as when it asks for outputs that are not there yet, is not violated.
        """
        execution = live.execution
        if execution.ended:
            return None
        for sla in live.flow.sla:
            if sla.type is not SlaType.EXECUTION_ASSERTION or sla.id in execution.violated:
                continue
            try:
                variables = live.variables(self._surroundings)
                text = await asyncio.to_thread(self._expressions.render, sla.assertion, variables)
            except (ExpressionError, SecretUnreadable, ServiceUnavailable):
                continue
            if not is_true(text):
                return SlaViolated(sla_id=sla.id, reason=f"assertion is false: {sla.assertion}")
        return None
