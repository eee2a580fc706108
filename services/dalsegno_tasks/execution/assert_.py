from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_flow.truth import is_true
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import Traced, TracedText


class Assert(Task):
    """Fails unless every condition holds; each that does not is logged as it stands in the flow."""

    type_name = "io.kestra.plugin.core.execution.Assert"
    effects = Effects.PURE
    light = True
    traced: ClassVar[frozenset[str]] = frozenset({"conditions", "errorMessage"})

    conditions: list[TracedText] = Field(description="Texts that must each render to a true value.")
    error_message: TracedText | None = Field(None, description="What is said of the failure.")

    def run(self, context: TaskContext) -> Outputs:
        failed = sum(not self._holds(condition, context) for condition in self.conditions)
        context.count("success", len(self.conditions) - failed)
        context.count("failed", failed)
        if failed:
            raise TaskFailure(f"{failed} assertion{'s' if failed > 1 else ''} failed!{self._message()}")
        return {}

    def _holds(self, condition: Traced, context: TaskContext) -> bool:
        if condition.error is not None:
            fault = f"Assertion `{condition.template}` failed, failed to render `{condition.error}`"
        elif not is_true(condition.text):
            fault = f"Assertion `{condition.template}` failed!"
        else:
            return True
        context.log.error(fault)
        return False

    def _message(self) -> str:
        """The flow's own words; they are looked at only now, so that a fault in them fails no other run."""
        if self.error_message is None:
            return ""
        if self.error_message.error is not None:
            raise TaskFailure(self.error_message.error)
        return f"\n{self.error_message.text}"
