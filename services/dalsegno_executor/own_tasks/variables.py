"""execution.SetVariables and execution.UnsetVariables: change what `vars` is. Source: Kestra's tasks of these names."""

import json
from typing import ClassVar

from dalsegno_executor.core.context import current_variables
from dalsegno_executor.core.events import VariablesSet
from dalsegno_executor.core.states import State
from dalsegno_executor.own_tasks.interface import Call
from dalsegno_executor.ports import Outcome
from dalsegno_tasks import TaskFailure


class SetVariables:
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.execution.SetVariables",)
    goes_on: ClassVar[bool] = True
    fails_at_once: ClassVar[bool] = True

    async def run(self, call: Call) -> Outcome:
        there = current_variables(call.live.execution).keys() & call.model.variables.keys()
        if there and not call.model.overwrite:
            names = ", ".join(sorted(there))
            raise TaskFailure(f"These variables are there already: {names}. Set `overwrite: true` to change them.")
        event = VariablesSet(variables_json=json.dumps(call.model.variables))
        return Outcome(state=State.SUCCESS, events=(event,), at_once=True)


class UnsetVariables:
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.execution.UnsetVariables",)
    goes_on: ClassVar[bool] = True
    fails_at_once: ClassVar[bool] = True

    async def run(self, call: Call) -> Outcome:
        wanted = call.model.variables
        missing = [name for name in wanted if name not in current_variables(call.live.execution)]
        if missing and not call.model.ignore_missing:
            names = ", ".join(missing)
            raise TaskFailure(f"There are no variables {names}. Set `ignoreMissing: true` to pass over that.")
        return Outcome(state=State.SUCCESS, events=(VariablesSet(removed=tuple(wanted)),), at_once=True)
