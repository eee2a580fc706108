"""Which task types hold other tasks, and in which of their properties. Source: Kestra's core task types."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from dalsegno_flow.old_names import OLD_NAMES

_CORE = "io.kestra.plugin.core.flow."
_OLD = "io.kestra.core.tasks.flows."


class Holds(Enum):
    """How a property holds tasks."""

    TASKS = "a list of tasks"
    ONE_TASK = "a task"
    CASES = "a map of lists of tasks"  # the slot of each list is "<property>/<key>"
    DEPENDENT_TASKS = "a list of `task` and `dependsOn`"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowableShape:
    """The properties of one type that hold tasks, in the order in which they are walked."""

    type: str
    aliases: tuple[str, ...] = ()
    slots: Mapping[str, Holds]
    required: tuple[str, ...] = ()


_HANDLERS = {"errors": Holds.TASKS, "finally": Holds.TASKS}
_TASKS = {"tasks": Holds.TASKS, **_HANDLERS}


def _shape(
    name: str, slots: Mapping[str, Holds], *, old: tuple[str, ...] = (), required: tuple[str, ...] = ()
) -> FlowableShape:
    return FlowableShape(type=_CORE + name, aliases=old, slots=slots, required=required)


SHAPES: tuple[FlowableShape, ...] = (
    _shape("Sequential", _TASKS, old=(_OLD + "Sequential",), required=("tasks",)),
    _shape("Parallel", _TASKS, old=(_OLD + "Parallel",), required=("tasks",)),
    _shape("Dag", {"tasks": Holds.DEPENDENT_TASKS, **_HANDLERS}, old=(_OLD + "Dag",), required=("tasks",)),
    _shape("If", {"then": Holds.TASKS, "else": Holds.TASKS, **_HANDLERS}, old=(_OLD + "If",), required=("then",)),
    _shape("Switch", {"cases": Holds.CASES, "defaults": Holds.TASKS, **_HANDLERS}, old=(_OLD + "Switch",)),
    _shape("ForEach", _TASKS, required=("tasks",)),
    _shape("EachSequential", _TASKS, old=(_OLD + "EachSequential",), required=("tasks",)),
    _shape("EachParallel", _TASKS, old=(_OLD + "EachParallel",), required=("tasks",)),
    _shape("ForEachItem", _HANDLERS, old=(_OLD + "ForEachItem",)),
    _shape("LoopUntil", _TASKS, old=(_CORE + "WaitFor",), required=("tasks",)),
    _shape("Pause", {"onPause": Holds.ONE_TASK, **_TASKS}, old=(_OLD + "Pause",)),
    _shape("Subflow", {}, old=(_OLD + "Subflow", _OLD + "Flow")),
    _shape("AllowFailure", _TASKS, old=(_OLD + "AllowFailure",), required=("tasks",)),
    _shape("WorkingDirectory", _TASKS, old=(_OLD + "WorkingDirectory", _OLD + "Worker"), required=("tasks",)),
)
FLOWABLES: Mapping[str, FlowableShape] = {name: shape for shape in SHAPES for name in (shape.type, *shape.aliases)}
DAG = _CORE + "Dag"
PAUSE = _CORE + "Pause"
SWITCH = _CORE + "Switch"
WORKING_DIRECTORY = _CORE + "WorkingDirectory"
SUBFLOWS = (_CORE + "Subflow", _CORE + "ForEachItem")


def current_type(name: str) -> str:
    """The name of a built-in task type today, given any of its names; other names are given back."""
    shape = FLOWABLES.get(name)
    return shape.type if shape else OLD_NAMES.get(name, name)
