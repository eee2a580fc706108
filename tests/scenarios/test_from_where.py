"""Where a replay begins: what comes before is reused, what comes after runs again."""

import pytest

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_runtime.errors import ServiceError
from support.stage import Stage, chain, reason

FLAKY = "{id: flaky, type: Return, format: \"{{ taskrun.attemptsCount > 0 ? 'ok' : ko }}\"}"


async def test_from_the_beginning_everything_runs_again(stage: Stage) -> None:
    """F1: a new id, a parent, a history and a start of its own."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    again = await stage.replay(source, "BEGINNING")

    assert again.ran == ["a", "b"]
    assert again.reused == []
    assert again.verdicts == {"a": "RERUN_SELECTED", "b": "RERUN_DOWNSTREAM"}
    assert again.history == ["CREATED", "RUNNING", "SUCCESS"]
    assert (again.message.parent_id, again.message.original_id) == (source.id, source.id)
    assert again.message.start_time.ToNanoseconds() > source.message.start_time.ToNanoseconds()
    assert again.attempts_of("a") == ["SUCCESS"]


@pytest.mark.parametrize(("start", "runs"), [("a", "a b c"), ("b", "b c"), ("c", "c")])
async def test_from_any_task_that_ran_well(stage: Stage, start: str, runs: str) -> None:
    """F2, F29: what is before is reused with its outputs; history and start go on from the source."""
    await stage.put(chain("a", "b", "c"))
    source = await stage.run()
    again = await stage.replay(source, start)

    assert again.ran == runs.split()
    assert again.reused == [task for task in "abc" if task not in runs]
    assert again.outputs == {"a": "a", "b": "a>b", "c": "a>b>c"}
    assert again.history == [*source.history, "RESTARTED", "RUNNING", "SUCCESS"]
    assert again.message.start_time == source.message.start_time


async def test_from_the_task_that_failed(stage: Stage) -> None:
    """F2, F5: the attempts go on where they were, and what never ran runs."""
    await stage.put(chain("a") + f"  - {FLAKY}\n" + chain("z"))
    source = await stage.run()
    assert source.states == {"a": "SUCCESS", "flaky": "FAILED"}
    again = await stage.replay(source, "flaky")

    assert again.verdicts == {"a": "REUSED_UPSTREAM", "flaky": "RERUN_SELECTED", "z": "FIRST_RUN"}
    assert again.attempts_of("flaky") == ["FAILED", "SUCCESS"]
    assert again.history_of("flaky") == [
        "CREATED", "RUNNING", "FAILED", "RESTARTED", "RUNNING", "SUCCESS",
    ]  # fmt: skip
    assert again.ran == ["flaky", "z"]
    assert again.message.attempt_number == 2


async def test_from_whatever_failed(stage: Stage) -> None:
    """FAILED begins at every task run that failed, in branches beside each other too."""
    await stage.put(f"""
  - id: par
    type: Parallel
    tasks:
      - {FLAKY}
      - {{id: fine, type: Return, format: fine}}
      - {FLAKY.replace("flaky", "other")}
""")
    source = await stage.run()
    again = await stage.replay(source, "FAILED")

    assert again.verdicts == {
        "par": "GOES_ON",
        "par/flaky": "RERUN_SELECTED",
        "par/fine": "REUSED_BESIDE",
        "par/other": "RERUN_SELECTED",
    }
    assert sorted(again.ran) == ["par/flaky", "par/other"]
    assert again.state == "SUCCESS"


async def test_from_a_task_run_by_its_id(stage: Stage) -> None:
    await stage.put(chain("a", "b"))
    source = await stage.run()
    start = pb.ReplayFrom(task_run_id=source.task_run("b").task_run_id)
    assert (await stage.replay(source, start)).ran == ["b"]


async def test_from_several_places_at_once(stage: Stage) -> None:
    """One start in each branch: both run, and the third is left alone."""
    leaf = "{{id: {0}, type: Return, format: {0}}}"
    branch = "      - {{id: {0}, type: Sequential, tasks: [{1}, {2}]}}\n"
    branches = [branch.format(one, leaf.format(f"{one}1"), leaf.format(f"{one}2")) for one in "abc"]
    await stage.put("  - id: par\n    type: Parallel\n    tasks:\n" + "".join(branches))
    source = await stage.run()
    again = await stage.replay(source, ["par/a/a2", "par/b/b1"])

    assert sorted(again.ran) == ["par/a/a2", "par/b/b1", "par/b/b2"]
    assert sorted(again.reused) == ["par/a/a1", "par/c", "par/c/c1", "par/c/c2"]
    assert again.verdicts["par/b/b2"] == "RERUN_DOWNSTREAM"
    assert reason(again.plan, "par/b/b2") == "It comes after par/b/b1, so its inputs may change."


async def test_a_task_that_never_ran_cannot_be_reached_over_a_failed_one(stage: Stage) -> None:
    """F23: the refusal says where to begin instead, and nothing is created."""
    await stage.put(chain("a") + "  - {id: bad, type: Fail}\n" + chain("z"))
    source = await stage.run()
    with pytest.raises(ServiceError, match=r"did not succeed: bad \(FAILED\). Replay from bad.") as refused:
        await stage.plan(source, "z")
    assert refused.value.error_reason == "UPSTREAM_NOT_SUCCESSFUL"
    assert len(await stage.listed(source)) == 1


@pytest.mark.parametrize(
    ("start", "error"),
    [
        ("nowhere", "TASK_NOT_FOUND"),
        ("a/b", "TASK_NOT_FOUND"),
        ("each[", "INVALID_FIELD"),
        ("a[0]", "INVALID_FIELD"),
        ("FAILED", "NOTHING_TO_REPLAY"),
        (pb.ReplayFrom(task_run_id="0" * 22), "TASK_RUN_NOT_FOUND"),
    ],
)
async def test_what_is_no_place_to_begin(stage: Stage, start: str | pb.ReplayFrom, error: str) -> None:
    """F23: each wrong start has a reason of its own."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    with pytest.raises(ServiceError) as refused:
        await stage.plan(source, start)
    assert refused.value.error_reason == error


async def test_an_execution_or_a_revision_that_there_is_not(stage: Stage) -> None:
    """F3, F23."""
    await stage.put(chain("a"))
    source = await stage.run()
    with pytest.raises(ServiceError) as refused:
        await stage.plan(source, "a", revision=7)
    assert refused.value.error_reason == "REVISION_NOT_FOUND"
    source.message.execution_id = "nonsense"
    with pytest.raises(ServiceError) as refused:
        await stage.plan(source, "a")
    assert refused.value.error_reason == "EXECUTION_NOT_FOUND"


async def test_the_source_stays_as_it_is(stage: Stage) -> None:
    await stage.put(chain("a", "b"))
    source = await stage.run()
    await stage.replay(source, "b")
    after = await stage.get(source.id)

    assert list(after.message.task_runs) == list(source.message.task_runs)
    assert (after.history, after.ran, after.message.inputs_json) == (source.history, source.ran, "")
    assert after.message.attempt_number == 1
