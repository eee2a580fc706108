"""What the language has and the executor does not run yet: a flow that asks for it is refused."""

from collections.abc import Collection
from dataclasses import dataclass

from dalsegno_flow.flowables import SHAPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Names that are refused: properties of flows, common properties of tasks, task types by their current name.

    `idle` are properties of flows or tasks that are read and kept, and change nothing; they are warned of.
    """

    flow_properties: Collection[str] = ()
    task_properties: Collection[str] = ()
    task_types: Collection[str] = ()
    idle: Collection[str] = ()


NOTHING = Gate()
# The flowables that the executor runs.
RUN = frozenset(
    f"io.kestra.plugin.core.flow.{name}"
    for name in (
        "AllowFailure",
        "Dag",
        "EachParallel",
        "EachSequential",
        "ForEach",
        "ForEachItem",
        "If",
        "LoopUntil",
        "Parallel",
        "Pause",
        "Sequential",
        "Subflow",
        "Switch",
        "WorkingDirectory",
    )
)
UNSUPPORTED = Gate(
    flow_properties=("listeners",),
    task_properties=("assets",),
    task_types=tuple(shape.type for shape in SHAPES if shape.type not in RUN),
    idle=("triggers", "workerGroup", "logToFile", "version"),
)
