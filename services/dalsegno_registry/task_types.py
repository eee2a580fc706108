"""The use cases about task types. What is known of them comes from their classes, so nothing is kept."""

import asyncio

from dalsegno_registry.core.errors import TaskTypeNotFound
from dalsegno_registry.ports import TaskReference, TaskType, TaskTypes, UnknownType
from dalsegno_runtime.errors import InvalidField

MAX_TEXT_CHARACTERS = 200


class TaskTypeCatalog:
    """Schemas are made in threads: a large model takes a while."""

    def __init__(self, task_types: TaskTypes) -> None:
        self._task_types = task_types

    async def list_types(self, text: str, after: str, limit: int) -> list[TaskType]:
        """Types with the text in a name or in the title, in any case, by name; those behind the name `after`."""
        _check_length("text", text)
        wanted = text.casefold()
        listed = await asyncio.to_thread(self._task_types.listed)
        found = (each for each in listed if each.type > after and _has(each, wanted))
        return sorted(found, key=lambda each: each.type)[:limit]

    async def left_out(self) -> list[tuple[str, str]]:
        """The plugins that announce what cannot be used, and what that is."""
        return list(await asyncio.to_thread(self._task_types.left_out))

    async def reference(self, name: str) -> TaskReference:
        if not name:
            raise InvalidField("type", "type is empty; give the name of a task type.")
        _check_length("type", name)
        try:
            return await asyncio.to_thread(self._task_types.reference, name)
        except UnknownType as error:
            raise TaskTypeNotFound(name, str(error)) from error


def _check_length(field: str, text: str) -> None:
    if len(text) > MAX_TEXT_CHARACTERS:
        raise InvalidField(field, f"{field} has {len(text)} characters; give at most {MAX_TEXT_CHARACTERS}.")


def _has(task_type: TaskType, wanted: str) -> bool:
    return any(wanted in text.casefold() for text in (task_type.type, task_type.title, *task_type.old_names))
