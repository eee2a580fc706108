from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, TaskContext, TaskFailure
from dalsegno_tasks.kv.keys import KeyTask
from dalsegno_tasks.properties import Duration, Text, upper

ValueKind = Literal["STRING", "NUMBER", "BOOLEAN", "DATETIME", "DATE", "DURATION", "JSON"]


class Set(KeyTask):
    """Keeps a value by key. A text that is one expression keeps its value's type, unless `kvType` says which."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.kv.Set"
    effects = Effects.IDEMPOTENT
    typed: ClassVar[frozenset[str]] = frozenset(("value",))

    value: Any = Field(description="The value to keep.")
    kv_type: Annotated[ValueKind | None, BeforeValidator(upper)] = Field(
        None, description="What a text stands for; moments and durations are kept as texts."
    )
    ttl: Duration | None = Field(None, description="How long the value is kept, such as P1D; without, for ever.")
    overwrite: bool = Field(True, description="Whether a value that is there may be replaced.")
    kv_description: Text = Field("", description="What the value is for.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.kv.kinds import as_kind

        try:
            value = as_kind(self.value, self.kv_type)
        except ValueError as error:
            shown = str(self.value)
            shown = shown if len(shown) <= 100 else shown[:100] + " ..."
            raise TaskFailure(
                f"The value for the key {self.key}, {shown!r}, is no {self.kv_type}: {error}. Correct it, or `kvType`."
            ) from error
        context.values(self._namespace(context)).put(
            self.key, value, time_to_live=self.ttl, overwrite=self.overwrite, description=self.kv_description
        )
        return {}
