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
    key: Text = Field(description="The name of the label.")
    value: Text = Field(description="The value of the label.")


class _RunsFlow(Flowable):
    typed: ClassVar[frozenset[str]] = frozenset(("inputs",))

    namespace: Text = Field(description="The namespace of the flow.")
    flow_id: Text = Field(description="The id of the flow.")
    revision: PositiveInt | None = Field(None, description="The revision; the latest one when left out.")
    inputs: ValueMap | None = Field(None, description="The inputs of the execution.")
    labels: TextMap | list[Label] | None = Field(None, description="Labels of the execution.")
    wait: bool = Field(True, description="Whether the task ends with the execution, and not with its start.")
    transmit_failed: bool = Field(
        True, description="Whether a flow that fails or ends WARNING makes the task run do so."
    )
    inherit_labels: bool = Field(False, description="Whether the labels of this execution are passed on.")
    schedule_date: Text | None = Field(None, description="When the execution is to begin; at once when left out.")
    restart_behavior: RestartBehavior = Field(
        "RETRY_FAILED",
        description="What a restart does: run what failed in the same execution again, or begin another one.",
    )


class Subflow(_RunsFlow):
    """Runs another flow."""

    type_name = "io.kestra.plugin.core.flow.Subflow"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.Subflow", "io.kestra.core.tasks.flows.Flow")

    late: ClassVar[frozenset[str]] = frozenset(("outputs",))

    outputs: ValueMap | None = Field(
        None,
        description="Deprecated: outputs of this task over the flow's. The flow's own outputs are there too.",
    )


class Batch(Part):
    """How a file is split, as `storage.splitting` tells."""

    rows: PositiveInt | None = Field(default=1, description="Lines of a batch.")
    partitions: PositiveInt | None = Field(default=None, description="So many batches, which get a line each in turn.")
    bytes: Text | None = Field(
        default=None, description="A size such as 10MB: a batch ends with the line that reaches it."
    )
    separator: str = Field(default="\n", description="What ends each line.")
    regex_pattern: Text | None = Field(default=None, description="Its first group names the batch of a line.")


class ForEachItem(_RunsFlow):
    """Splits a stored file into batches and runs another flow for each.

    Its three parts are tasks within it: `outputs.<id>_items` has `numberOfBatches` and `iterations`, how many
    executions ended in each state; `outputs.<id>_merge.subflowOutputs` is the address of the outputs of all,
    where they have any.
    """

    type_name = "io.kestra.plugin.core.flow.ForEachItem"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.ForEachItem",)

    items: Text = Field(description="The address of the file of items, one a line.")
    batch: Batch = Field(default_factory=Batch, description="How the file is split.")


class ForEachItemSplit(Task):
    """Splits the file."""

    type_name = "io.kestra.plugin.core.flow.ForEachItem$ForEachItemSplit"
    internal: ClassVar[bool] = True

    items: Text = Field(description="The address of the file of items, one a line.")
    batch: Batch = Field(default_factory=Batch, description="How the file is split.")

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
