"""What the language has and the executor does not run yet: a flow that asks for it is refused."""

from collections.abc import Collection
from dataclasses import dataclass

from dalsegno_flow.flowables import SHAPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Names that are refused: properties of flows, common properties of tasks, task types by their current name."""

    flow_properties: Collection[str] = ()
    task_properties: Collection[str] = ()
    task_types: Collection[str] = ()


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
        "If",
        "LoopUntil",
        "Parallel",
        "Pause",
        "Sequential",
        "Subflow",
        "Switch",
    )
)
UNSUPPORTED = Gate(
    flow_properties=(
        "triggers",
        "listeners",
        "taskDefaults",
        "workerGroup",
    ),
    task_properties=(
        "logToFile",
        "workerGroup",
        "version",
        "assets",
    ),
    task_types=tuple(shape.type for shape in SHAPES if shape.type not in RUN),
)
