"""flow.Parallel and flow.Dag: a lane for each task."""

from typing import Any, ClassVar

from dalsegno_executor.core.flowables.interface import CannotOpen, Flowable, Lane, Situation
from dalsegno_executor.core.opened import Opened
from dalsegno_flow import Task


class Parallel(Flowable):
    type_names: ClassVar[tuple[str, ...]] = (
        "io.kestra.plugin.core.flow.Parallel",
        "io.kestra.core.tasks.flows.Parallel",
    )
    plain: ClassVar[bool] = True

    def open(self, situation: Situation) -> Opened:
        return Opened(width=whole_number(situation.properties.get("concurrent", 0), "concurrent"))

    def lanes(self, task: Task, opened: Opened) -> tuple[Lane, ...]:
        return tuple(Lane(tasks=(child,)) for child in task.children.get(opened.branch, ()))


class Dag(Parallel):
    """A lane begins when those that it depends on have ended, unless one has failed."""

    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.Dag", "io.kestra.core.tasks.flows.Dag")

    def lanes(self, task: Task, opened: Opened) -> tuple[Lane, ...]:
        children = task.children.get(opened.branch, ())
        positions = {child.id: position for position, child in enumerate(children)}
        return tuple(
            Lane(tasks=(child,), after=tuple(positions[needed] for needed in child.depends_on)) for child in children
        )


def whole_number(value: Any, name: str) -> int:
    """A count from 0 that may be given as text. Raises CannotOpen."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if number < 0:
        raise CannotOpen(f"`{name}` is {value!r}; give a whole number from 0, which means all at once.")
    return number
