"""The task types of the installed packages."""

from collections.abc import Mapping, Sequence
from typing import Any

from dalsegno_flow import TASK_PROPERTIES
from dalsegno_flow.flowables import FLOWABLES
from dalsegno_registry.ports import PropertyFault, TaskReference, TaskType, UnknownType
from dalsegno_tasks.catalog import Catalog, UnknownTaskType
from dalsegno_tasks.checking import check_properties
from dalsegno_tasks.interface import Task
from dalsegno_tasks.reference import is_flowable, reference_of, summary_of


class InstalledTaskTypes:
    """Answers from a catalog, whose classes are imported at the first question."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def current_name(self, name: str) -> str:
        return self._class(name).type_name

    def faults(self, name: str, properties: Mapping[str, Any]) -> Sequence[PropertyFault]:
        shape = FLOWABLES.get(name)
        also_known = sorted(TASK_PROPERTIES) + list(shape.slots if shape else ())
        problems = check_properties(self._class(name), properties, also_known)
        return [PropertyFault(path=one.path, message=one.message, instead=one.instead) for one in problems]

    def listed(self) -> Sequence[TaskType]:
        return [self._listed(self._catalog.find(name)) for name in self._catalog.types()]

    def reference(self, name: str) -> TaskReference:
        found = self._class(name)
        reference = reference_of(found)
        return TaskReference(
            task_type=self._listed(found),
            description=reference.description,
            properties_schema=reference.properties,
            outputs_schema=reference.outputs,
            examples=tuple(example.source for example in reference.examples),
        )

    def left_out(self) -> Sequence[tuple[str, str]]:
        return [(fault.plugin, fault.message) for fault in self._catalog.faults()]

    def _listed(self, task: type[Task]) -> TaskType:
        return TaskType(
            type=task.type_name,
            title=summary_of(task)[0],
            old_names=task.aliases,
            plugin=self._catalog.plugin_of(task),
            flowable=is_flowable(task),
        )

    def _class(self, name: str) -> type[Task]:
        try:
            found = self._catalog.find(name)
        except UnknownTaskType as error:
            raise UnknownType(str(error), error.instead) from error
        if found.internal:
            whole = name.partition("$")[0]
            raise UnknownType(f"`{name}` is a part of another task type; did you mean `{whole}`?", whole)
        return found
