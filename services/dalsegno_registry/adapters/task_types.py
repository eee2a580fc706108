"""The task types of the installed packages."""

from collections.abc import Mapping, Sequence
from typing import Any

from dalsegno_flow import TASK_PROPERTIES
from dalsegno_flow.flowables import FLOWABLES
from dalsegno_registry.ports import PropertyFault, UnknownType
from dalsegno_tasks.catalog import Catalog, UnknownTaskType
from dalsegno_tasks.checking import check_properties
from dalsegno_tasks.interface import Task


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
        return [PropertyFault(path=problem.path, message=problem.message) for problem in problems]

    def _class(self, name: str) -> type[Task]:
        try:
            found = self._catalog.find(name)
        except UnknownTaskType as error:
            raise UnknownType(str(error)) from error
        if found.internal:
            whole = name.partition("$")[0]
            raise UnknownType(f"`{name}` is a part of another task type; did you mean `{whole}`?")
        return found
