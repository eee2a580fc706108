"""Flowables that run other flows."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, PositiveInt

from dalsegno_tasks.directory_files import SCHEMES
from dalsegno_tasks.flow.flowable import Flowable, Part
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import Text, TextMap, ValueMap, upper
from dalsegno_tasks.storage.splitting import Batches, split

RestartBehavior = Annotated[Literal["RETRY_FAILED", "NEW_EXECUTION"], BeforeValidator(upper)]


class Label(Part):
    key: Text
    value: Text


class _RunsFlow(Flowable):
    typed: ClassVar[frozenset[str]] = frozenset(("inputs",))

    namespace: Text
    flow_id: Text
    revision: PositiveInt | None = None  # the latest one when left out
    inputs: ValueMap | None = None
    labels: TextMap | list[Label] | None = None
    wait: bool = True
    transmit_failed: bool = True  # a flow that fails or ends WARNING makes the task run do so
    inherit_labels: bool = False
    schedule_date: Text | None = None
    restart_behavior: RestartBehavior = "RETRY_FAILED"


class Subflow(_RunsFlow):
    """Runs another flow."""

    type_name = "io.kestra.plugin.core.flow.Subflow"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.Subflow", "io.kestra.core.tasks.flows.Flow")

    late: ClassVar[frozenset[str]] = frozenset(("outputs",))

    outputs: ValueMap | None = None  # deprecated: the outputs of the flow itself are there too


class Batch(Part):
    """How a file is split, as `storage.splitting` tells."""

    rows: PositiveInt | None = 1
    partitions: PositiveInt | None = None
    bytes: Text | None = None  # such as "10MB"
    separator: str = "\n"
    regex_pattern: Text | None = None


class ForEachItem(_RunsFlow):
    """Splits a stored file into batches and runs another flow for each; its three parts are the tasks within it."""

    type_name = "io.kestra.plugin.core.flow.ForEachItem"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.ForEachItem",)

    items: Text
    batch: Batch = Field(default_factory=Batch)


class ForEachItemSplit(Task):
    """Splits the file."""

    type_name = "io.kestra.plugin.core.flow.ForEachItem$ForEachItemSplit"
    internal: ClassVar[bool] = True

    items: Text
    batch: Batch = Field(default_factory=Batch)

    def run(self, context: TaskContext) -> Outputs:
        if not self.items.startswith(SCHEMES):
            raise TaskFailure(
                f"Unable to split the items from {self.items[:200]}, this is not an internal storage URI!"
            )
        uris = split(context, self.items, Batches(**self.batch.model_dump()))
        with context.create("splits.txt") as splits:
            splits.write("\n".join(uris).encode())
        return {"splits": splits.uri}


class ForEachItemExecutable(_RunsFlow):
    """Runs the flow for each batch; inputs are rendered for each of them."""

    type_name = "io.kestra.plugin.core.flow.ForEachItem$ForEachItemExecutable"
    internal: ClassVar[bool] = True
    typed: ClassVar[frozenset[str]] = frozenset()
    late: ClassVar[frozenset[str]] = frozenset(("inputs",))


class ForEachItemMergeOutputs(Flowable):
    """Gives the outputs of all of them as one file."""

    type_name = "io.kestra.plugin.core.flow.ForEachItem$ForEachItemMergeOutputs"
    internal: ClassVar[bool] = True
