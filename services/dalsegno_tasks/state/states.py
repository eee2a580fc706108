"""States: a map by name that the executions of a flow leave for the next one.

Source: Kestra's AbstractState, StateStore, Slugify and MapUtils.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Place, Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import Text, ValueMap
from dalsegno_tasks.state.murmur3 import murmur3_128

_NOT_IN_SLUGS = re.compile(r"[^\w-]", re.ASCII)


class StateTask(Task):
    """What the three have in common: which state they are about."""

    name: Text = Field("default", description="The name of the state.")
    namespace: bool = Field(
        False, description="Whether it is shared by all flows of the namespace, instead of one for each flow."
    )
    taskrun_value: bool = Field(True, description="Whether each value of a loop has a state of its own.")

    def _key(self, place: Place) -> str:
        flow_id = None if self.namespace else place.flow_id
        return state_key(self.name, flow_id, place.loop_value if self.taskrun_value else None)

    def _read(self, context: TaskContext) -> dict[str, Any] | None:
        """The state; None when there is none."""
        key = self._key(context.place)
        state = context.values(context.place.namespace).get(key)
        if state is None or isinstance(state, dict):
            return state
        raise TaskFailure(
            f"The value {key} of {context.place.namespace} is not a map, and so is no state. Delete it, or take "
            "another name."
        )

    def _missing(self, context: TaskContext) -> TaskFailure:
        place = context.place
        return TaskFailure(
            f"There is no state `{self.name}`: {place.namespace} has no value for the key {self._key(place)}. "
            "Set it first, or leave `errorOnMissing` out."
        )


class Get(StateTask):
    """Reads a state; without one it gives an empty map."""

    type_name = "io.kestra.plugin.core.state.Get"
    effects = Effects.PURE
    aliases = ("io.kestra.core.tasks.states.Get",)

    error_on_missing: bool = Field(False, description="Whether it fails when there is nothing of that name.")

    def run(self, context: TaskContext) -> Outputs:
        state = self._read(context)
        if state is None and self.error_on_missing:
            raise self._missing(context)
        return {"count": len(state or {}), "data": state or {}}


class Set(StateTask):
    """Merges data into a state. Of two executions that set the same state at once, one may undo the other's part.

    A text that is one expression keeps its value's type, so that a number can be counted on.
    """

    type_name = "io.kestra.plugin.core.state.Set"
    effects = Effects.IDEMPOTENT
    aliases = ("io.kestra.core.tasks.states.Set",)
    typed: ClassVar[frozenset[str]] = frozenset(("data",))

    data: ValueMap | None = Field(None, description="What is merged into the state.")

    def run(self, context: TaskContext) -> Outputs:
        state = merged(self._read(context) or {}, self.data or {})
        key = self._key(context.place)
        context.values(context.place.namespace).put(key, state)
        return {"count": len(state), "key": key}


class Delete(StateTask):
    """Removes a state."""

    type_name = "io.kestra.plugin.core.state.Delete"
    effects = Effects.IDEMPOTENT
    aliases = ("io.kestra.core.tasks.states.Delete",)

    error_on_missing: bool = Field(False, description="Whether it fails when there is nothing of that name.")

    def run(self, context: TaskContext) -> Outputs:
        deleted = context.values(context.place.namespace).delete(self._key(context.place))
        if self.error_on_missing and not deleted:
            raise self._missing(context)
        return {"deleted": deleted}


def state_key(name: str, flow_id: str | None, loop_value: str | None) -> str:
    """The key of a state among the values of its namespace, such as `my-flow_states_tasks-states_default`."""
    parts = [] if flow_id is None else [_slug(flow_id)]
    parts += ["states", "tasks-states", name]
    if loop_value is not None:
        parts.append(murmur3_128(loop_value.encode()))
    return "_".join(parts)


def merged(state: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """The state with the data in it: maps are merged, lists appended to; null changes nothing that is there."""
    result = dict(state)
    for name, value in data.items():
        before = state.get(name)
        if value is None:
            result[name] = before
        elif isinstance(before, dict) and isinstance(value, dict):
            result[name] = merged(before, value)
        elif isinstance(before, list) and isinstance(value, list):
            result[name] = [*before, *value]
        else:
            result[name] = value
    return result


def _slug(flow_id: str) -> str:
    dashed = _NOT_IN_SLUGS.sub("", flow_id).replace("_", "-")
    return re.sub("-+", "-", dashed).removeprefix("-").removesuffix("-").lower()
