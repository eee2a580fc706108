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
UNSUPPORTED = Gate(
    flow_properties=(
        "inputs",
        "outputs",
        "errors",
        "finally",
        "afterExecution",
        "triggers",
        "concurrency",
        "retry",
        "pluginDefaults",
        "sla",
        "checks",
        "listeners",
        "taskDefaults",
        "workerGroup",
    ),
    task_properties=(
        "retry",
        "timeout",
        "runIf",
        "allowFailure",
        "allowWarning",
        "logLevel",
        "logToFile",
        "workerGroup",
        "taskCache",
        "version",
        "pluginDefaultsRef",
        "assets",
    ),
    task_types=tuple(shape.type for shape in SHAPES),
)
