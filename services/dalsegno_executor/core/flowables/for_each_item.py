"""flow.ForEachItem: three tasks of its own, one after the other: split, run a flow for each batch, merge outputs."""

from typing import ClassVar

from dalsegno_executor.core.flowables.interface import Flowable, Lane
from dalsegno_executor.core.opened import Opened
from dalsegno_flow import Task

TYPE = "io.kestra.plugin.core.flow.ForEachItem"
SPLIT, ITEMS, MERGE = "_split", "_items", "_merge"  # what their ids end with
_OF_SPLIT = ("items", "batch")
_OF_ITEMS = (
    "namespace",
    "flowId",
    "revision",
    "inputs",
    "labels",
    "wait",
    "transmitFailed",
    "inheritLabels",
    "scheduleDate",
    "restartBehavior",
)


class ForEachItem(Flowable):
    type_names: ClassVar[tuple[str, ...]] = (TYPE, "io.kestra.core.tasks.flows.ForEachItem")
    late_properties: ClassVar[frozenset[str]] = frozenset((*_OF_SPLIT, *_OF_ITEMS))  # they are those of its tasks

    def lanes(self, task: Task, opened: Opened) -> tuple[Lane, ...]:  # noqa: ARG002  # there is one lane always
        parts = (
            _part(task, SPLIT, "ForEachItemSplit", _OF_SPLIT),
            _part(task, ITEMS, "ForEachItemExecutable", _OF_ITEMS),
            _part(task, MERGE, "ForEachItemMergeOutputs", ()),
        )
        return (Lane(tasks=parts),)


def _part(task: Task, suffix: str, kind: str, names: tuple[str, ...]) -> Task:
    properties = {name: task.properties[name] for name in names if name in task.properties}
    return Task(id=task.id + suffix, type=f"{TYPE}${kind}", properties=properties)
