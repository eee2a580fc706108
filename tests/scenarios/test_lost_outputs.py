"""Outputs that a replay would reuse and that are gone."""

import pytest

from dalsegno_runtime.errors import ServiceError
from support.stage import Stage, chain

FILE = """
  - id: dir
    type: WorkingDirectory
    inputFiles: {{made.txt: "{0}"}}
    outputFiles: ["*.txt"]
    tasks:
      - {{id: inner, type: Return, format: inner}}
"""


def made(stage: Stage, name: str) -> str:
    """A WorkingDirectory that puts a file of its own out; on a bench there are no files, and its outputs stand in."""
    return FILE.format(f"{stage.flow_id} {name}").replace("id: dir", f"id: {name}").replace("inner", f"in_{name}")


async def test_a_replay_over_lost_outputs_is_refused_and_says_who_makes_them(stage: Stage) -> None:
    """F25: nothing is created."""
    await stage.put(made(stage, "dir") + chain("z"))
    source = await stage.run()
    await stage.calls.lose(source.message, "dir")
    plan = await stage.plan(source, "z")
    with pytest.raises(ServiceError) as refused:
        await stage.begin_replay(source, "z")

    assert [obstacle.task_path for obstacle in plan.obstacles] == ["dir"]
    assert "Replay from 'dir' to make it again" in plan.obstacles[0].message
    assert refused.value.error_reason == "UPSTREAM_OUTPUT_GONE"
    assert len(await stage.listed(source)) == 1


async def test_lost_outputs_are_made_again_when_asked_for(stage: Stage) -> None:
    """F25: the task that made them runs, and nothing else before the start."""
    await stage.put(chain("a") + made(stage, "dir") + "  - {id: between, type: Return, format: between}\n" + chain("z"))
    source = await stage.run()
    await stage.calls.lose(source.message, "dir")
    again = await stage.replay(source, "z", on_missing="rerun")

    assert again.verdicts == {
        "a": "REUSED_UPSTREAM",
        "dir": "RERUN_OUTPUT_MISSING",
        "dir/in_dir": "RERUN_DOWNSTREAM",
        "between": "REUSED_UPSTREAM",
        "z": "RERUN_SELECTED",
    }
    assert again.ran == ["dir/in_dir", "z"]
    assert again.state == "SUCCESS"
    [task] = [task for task in again.plan.tasks if task.task_path == "dir"]
    assert task.missing


async def test_each_lost_output_is_made_again(stage: Stage) -> None:
    """Two producers, one after the other."""
    await stage.put(made(stage, "one") + made(stage, "two") + chain("z"))
    source = await stage.run()
    for name in ("one", "two"):
        await stage.calls.lose(source.message, name)
    again = await stage.replay(source, "z", on_missing="rerun")
    assert again.ran == ["one/in_one", "two/in_two", "z"]


async def test_outputs_that_nobody_reuses_may_be_lost(stage: Stage) -> None:
    """What runs again makes its outputs anyway."""
    await stage.put(chain("a") + made(stage, "dir"))
    source = await stage.run()
    await stage.calls.lose(source.message, "dir")
    again = await stage.replay(source, "dir")
    assert (again.state, list(again.plan.obstacles)) == ("SUCCESS", [])


async def test_files_of_the_source_are_read_from_the_replay(stage: Stage) -> None:
    """F25: the replay names the same outputs, and storage keeps them for it."""
    await stage.put(made(stage, "dir") + chain("z"))
    source = await stage.run()
    again = await stage.replay(source, "z")
    assert again.task_run("dir").output_digest == source.task_run("dir").output_digest
    assert again.task_run("dir").outputs_json == source.task_run("dir").outputs_json
