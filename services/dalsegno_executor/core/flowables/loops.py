"""flow.ForEach, flow.EachSequential and flow.EachParallel: a lane for each value."""

import json
from typing import Any, ClassVar

from dalsegno_executor.core.flowables.interface import CannotOpen, Flowable, Lane, Situation
from dalsegno_executor.core.flowables.parallel import whole_number
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.outputs import canonical
from dalsegno_flow import Task


class ForEach(Flowable):
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.ForEach",)
    over_values: ClassVar[bool] = True
    in_order: ClassVar[bool] = True

    def open(self, situation: Situation) -> Opened:
        width = whole_number(situation.properties.get("concurrencyLimit", 1), "concurrencyLimit")
        return Opened(values=loop_values(situation.properties.get("values")), width=width)

    def lanes(self, task: Task, opened: Opened) -> tuple[Lane, ...]:
        return tuple(Lane(tasks=task.children.get(opened.branch, ()), value=value) for value in opened.values)


class EachSequential(ForEach):
    type_names: ClassVar[tuple[str, ...]] = (
        "io.kestra.plugin.core.flow.EachSequential",
        "io.kestra.core.tasks.flows.EachSequential",
    )

    def open(self, situation: Situation) -> Opened:
        return Opened(values=loop_values(situation.properties.get("value")), width=1)


class EachParallel(ForEach):
    """Every task of every value has a lane of its own."""

    type_names: ClassVar[tuple[str, ...]] = (
        "io.kestra.plugin.core.flow.EachParallel",
        "io.kestra.core.tasks.flows.EachParallel",
    )
    in_order: ClassVar[bool] = False

    def open(self, situation: Situation) -> Opened:
        width = whole_number(situation.properties.get("concurrent", 0), "concurrent")
        return Opened(values=loop_values(situation.properties.get("value")), width=width)

    def lanes(self, task: Task, opened: Opened) -> tuple[Lane, ...]:
        children = task.children.get(opened.branch, ())
        return tuple(Lane(tasks=(child,), value=value) for value in opened.values for child in children)


def loop_values(given: Any) -> tuple[str, ...]:
    """The values of a loop, each once, in their order: objects become JSON text, texts stay as they are.

    Args:
        given: a list, or a text that is a JSON list.

    Raises:
        CannotOpen: it is neither, or has nulls. Source: Kestra's resolveEachTasks.
    """
    values = given
    if isinstance(given, str):
        try:
            values = json.loads(given)
        except ValueError as error:
            raise CannotOpen(f"The values of a loop must be a JSON list, and are {given[:200]!r}: {error}.") from error
    if not isinstance(values, list):
        raise CannotOpen(f"The values of a loop must be a list, and are {json.dumps(values)[:200]}.")
    if None in values:
        # They are counted when each value is there once.
        raise CannotOpen(f"Found '1' null values on Each, with values={json.dumps(values)}")
    return tuple(dict.fromkeys(_text(value) for value in values))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else canonical(value)
