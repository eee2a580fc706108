"""The outputs of task runs, from wherever they are kept."""

import json
from pathlib import Path

import pytest

from dalsegno_executor.core.errors import OutputsGone, TaskRunNotFound
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Assignment, Outcome
from dalsegno_executor.task_runs import MAX_INLINE_CHARACTERS
from support.executor_fakes import WORK, FakeStore, bench

FLOW = f"id: rides\nnamespace: company.team\ntasks:\n  - {{id: load, type: {WORK}, uri: none}}\n"
LARGE = json.dumps({"text": "x" * MAX_INLINE_CHARACTERS})


def answer(_assignment: Assignment) -> Outcome:
    return Outcome(state=State.SUCCESS, outputs_json=LARGE)


async def test_large_outputs_are_read_from_storage_after_a_restart(tmp_path: Path) -> None:
    store = FakeStore()
    async with bench(tmp_path, FLOW, answer, store=store) as before:
        execution_id = await before.run()
        assert await before.executor.outputs(execution_id, "load") == LARGE
    async with bench(tmp_path, FLOW, store=store) as after:
        assert await after.executor.outputs(execution_id, "load") == LARGE


async def test_outputs_that_storage_has_lost_are_told_with_what_to_do(tmp_path: Path) -> None:
    store = FakeStore()
    async with bench(tmp_path, FLOW, answer, store=store) as before:
        execution_id = await before.run()
    store.documents.clear()
    async with bench(tmp_path, FLOW, store=store) as after:
        with pytest.raises(OutputsGone, match=r"are no longer stored .* Replay the execution from this task"):
            await after.executor.outputs(execution_id, "load")


async def test_a_task_run_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    async with bench(tmp_path, FLOW) as there:
        execution_id = await there.run()
        with pytest.raises(TaskRunNotFound, match="It has these task runs: load"):
            await there.executor.outputs(execution_id, "laod")
