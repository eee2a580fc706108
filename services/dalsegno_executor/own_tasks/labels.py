"""execution.Labels: adds labels to the execution. Source: Kestra's Labels."""

from collections.abc import Iterator
from typing import Any, ClassVar

from dalsegno_executor.core.events import LabelsSet
from dalsegno_executor.core.states import State
from dalsegno_executor.own_tasks.interface import Call
from dalsegno_executor.ports import Outcome
from dalsegno_flow.names import label_key_fault
from dalsegno_tasks import TaskFailure


class Labels:
    type_names: ClassVar[tuple[str, ...]] = (
        "io.kestra.plugin.core.execution.Labels",
        "io.kestra.core.tasks.executions.Labels",
    )
    goes_on: ClassVar[bool] = True
    fails_at_once: ClassVar[bool] = True

    async def run(self, call: Call) -> Outcome:
        labels = dict(_read(call.model.labels))
        return Outcome(state=State.SUCCESS, events=(LabelsSet(labels=labels),), at_once=True)


def _read(labels: Any) -> Iterator[tuple[str, str]]:
    """The labels of a map, or of a list of `key` and `value`."""
    if isinstance(labels, dict):
        pairs = list(labels.items())
    elif isinstance(labels, list) and all(
        isinstance(label, dict) and {"key", "value"} == set(label) for label in labels
    ):
        pairs = [(label["key"], label["value"]) for label in labels]
    else:
        raise TaskFailure(f"`labels` is {str(labels)[:200]!r}; give a map, or a list of `key` and `value`.")
    for key, value in pairs:
        if value is None or value == "" or isinstance(value, dict | list):
            raise TaskFailure(f"The label {str(key)!r} has the value {value!r}; give a text that is not empty.")
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if fault := label_key_fault(str(key), text):
            raise TaskFailure(fault)
        yield str(key), text
