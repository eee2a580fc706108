"""Events are read back as they were written."""

from dataclasses import replace

import pytest

from dalsegno_executor.core.events import (
    CarriedTaskRun,
    Event,
    LabelsSet,
    Provenance,
    Recorded,
    StateChange,
    TaskRunsCarried,
)
from dalsegno_executor.core.plan import Rule, Start
from dalsegno_executor.core.states import State
from dalsegno_executor.wire.events import event_from_bytes, event_to_bytes
from support.courses import CREATED, NOON

MADE = Provenance(execution_id="e0", task_run_id="r0", output_digest="d", attempt_number=3)
CARRIED = CarriedTaskRun(
    task_path="a",
    state=State.SUCCESS,
    history=(StateChange(State.SUCCESS, NOON),),
    attempts=(),
    output_digest="d",
    provenance=MADE,
)


@pytest.mark.parametrize(
    "event",
    [
        LabelsSet(labels={"a": "b"}, removed=("c", "d")),
        TaskRunsCarried(source_execution_id="e0", task_runs=(CARRIED,)),
        CREATED,
        replace(CREATED, start=Start(rule=Rule.FAILED)),
        replace(CREATED, start=Start(rule=Rule.BEGINNING)),
        replace(CREATED, start=Start(task_run_id="r")),
        replace(CREATED, start=Start(task_paths=("a", "each[value=b]/load"))),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_is_written_is_read_back(event: Event) -> None:
    recorded = Recorded(position=2, time=NOON, event=event)
    assert event_from_bytes(event_to_bytes("e", recorded)) == recorded
