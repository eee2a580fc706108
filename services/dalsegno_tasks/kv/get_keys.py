from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Text


class GetKeys(Task):
    """Lists the keys of a namespace."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.kv.GetKeys"
    effects = Effects.PURE

    prefix: Text = Field("", description="How the keys begin.")
    namespace: Text | None = Field(None, description="The namespace; the flow's when left out.")

    def run(self, context: TaskContext) -> Outputs:
        namespace = self.namespace or context.place.namespace
        return {"keys": context.values(namespace).keys(self.prefix)}
