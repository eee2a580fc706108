"""Replays on other revisions: what is the same task, and what becomes of one that is not there any more."""

import pytest

from dalsegno_runtime.errors import ServiceError
from support.stage import Stage, chain, reason

FAILS = "  - {id: bad, type: Fail}\n"


async def test_the_original_the_latest_or_any_revision(stage: Stage) -> None:
    """F3."""
    for number in (1, 2, 3):
        await stage.put(chain("a") + f"  - {{id: b, type: Return, format: 'revision {number}'}}\n")
    source = await stage.run()
    chosen = [await stage.replay(source, "b", revision=revision) for revision in ("original", 1, 2, "latest")]

    assert [again.message.flow_revision for again in chosen] == [3, 1, 2, 3]
    assert [again.outputs["b"] for again in chosen] == [f"revision {number}" for number in (3, 1, 2, 3)]
    assert all(again.ran == ["b"] for again in chosen)


async def test_a_flow_is_repaired_and_the_failed_execution_goes_on(stage: Stage) -> None:
    """F34 in small: what ran well is not repeated, though the revision is another one."""
    await stage.put(chain("a", "b") + FAILS)
    source = await stage.run()
    await stage.put(chain("a", "b") + "  - {id: bad, type: Return, format: 'good, {{ outputs.b.value }}'}\n")
    again = await stage.replay(source, "bad", revision="latest")

    assert again.ran == ["bad"]
    assert again.outputs["bad"] == "good, a>b"
    assert again.attempts_of("bad") == ["FAILED", "SUCCESS"]
    task = next(task for task in again.plan.tasks if task.task_path == "bad")
    assert sorted(task.changed_fields) == ["format", "type"]


async def test_a_reused_task_that_differs_says_in_what(stage: Stage) -> None:
    """F27: it is reused all the same, because it was not asked to run."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    await stage.put(
        "  - {id: a, type: Return, format: other}\n  - {id: b, type: Return, format: '{{ outputs.a.value }}'}\n"
    )
    again = await stage.replay(source, "b", revision="latest")

    assert again.outputs == {"a": "a", "b": "a"}
    assert reason(again.plan, "a") == (
        "It comes before b and ended SUCCESS; its outputs are reused, although `format` differs."
    )


async def test_variables_are_those_of_the_revision(stage: Stage) -> None:
    """F4."""
    task = "  - {id: a, type: Return, format: '{{ vars.greeting }}'}\n"
    await stage.put(task, "variables: {greeting: hello}\n")
    source = await stage.run()
    await stage.put(task, "variables: {greeting: goodbye}\n")

    assert (await stage.replay(source, "a")).outputs == {"a": "hello"}
    assert (await stage.replay(source, "a", revision="latest")).outputs == {"a": "goodbye"}


async def test_a_task_that_was_added_runs_once_and_in_its_place(stage: Stage) -> None:
    """F27: before the start too."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    await stage.put(chain("a") + "  - {id: new, type: Return, format: new}\n" + chain("a", "b").split("\n", 1)[1])
    again = await stage.replay(source, "b", revision="latest")

    assert again.verdicts == {"a": "REUSED_UPSTREAM", "new": "NEW_TASK", "b": "RERUN_SELECTED"}
    assert again.ran == ["new", "b"]


async def test_a_task_that_was_removed_is_dropped(stage: Stage) -> None:
    """F27: Kestra fails with an internal error."""
    await stage.put(chain("a") + "  - {id: gone, type: Return, format: unlike the others}\n  - {id: b, type: Return}\n")
    source = await stage.run()
    await stage.put(chain("a") + "  - {id: b, type: Return}\n")
    again = await stage.replay(source, "b", revision="latest")

    assert again.verdicts == {"a": "REUSED_UPSTREAM", "b": "RERUN_SELECTED", "gone": "DROPPED_TASK"}
    assert reason(again.plan, "gone") == "Revision 2 does not have it."
    assert sorted(again.states) == ["a", "b"]


async def test_a_start_that_was_removed_is_refused_with_what_there_is(stage: Stage) -> None:
    """F27."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    await stage.put(chain("a"))
    with pytest.raises(ServiceError, match=r"Revision 2 has no task 'b' to begin at. Its tasks: a.") as refused:
        await stage.plan(source, "b", revision="latest")
    assert refused.value.error_reason == "TASK_NOT_FOUND"


async def test_a_task_that_was_renamed_is_found_by_its_definition(stage: Stage) -> None:
    """F27: nothing else about it changed, and it alone is missing."""
    await stage.put("  - {id: old, type: Return, format: the same}\n  - {id: b, type: Return}\n")
    source = await stage.run()
    await stage.put(
        "  - {id: new, type: Return, format: the same}\n  - {id: b, type: Return, format: '{{ outputs.new.value }}'}\n"
    )
    again = await stage.replay(source, "b", revision="latest")

    assert again.ran == ["b"]
    assert again.outputs == {"new": "the same", "b": "the same"}
    [task] = [task for task in again.plan.tasks if task.task_path == "new"]
    assert (task.source_task_path, task.source_task_run_id) == ("old", source.task_run("old").task_run_id)
    assert again.task_run("new").reused_from.task_run_id == source.task_run("old").task_run_id


async def test_a_rename_that_could_be_either_of_two_is_refused(stage: Stage) -> None:
    """F27: no output is ever bound to a different task."""
    twins = "  - {id: x, type: Return, format: the same}\n  - {id: y, type: Return, format: the same}\n"
    await stage.put(twins + "  - {id: b, type: Return}\n")
    source = await stage.run()
    await stage.put("  - {id: z, type: Return, format: the same}\n  - {id: b, type: Return}\n")
    with pytest.raises(ServiceError) as refused:
        await stage.plan(source, "b", revision="latest")
    assert refused.value.error_reason == "TASK_AMBIGUOUS"
    assert "x" in str(refused.value)
    assert "y" in str(refused.value)

    said = await stage.replay(source, "b", revision="latest", task_map={"y": "z"})
    assert said.verdicts == {"z": "REUSED_UPSTREAM", "b": "RERUN_SELECTED", "x": "DROPPED_TASK"}


async def test_a_renamed_and_changed_task_is_mapped_by_hand(stage: Stage) -> None:
    """F27: unless it is said, it is a new one."""
    await stage.put("  - {id: old, type: Return, format: one}\n  - {id: b, type: Return}\n")
    source = await stage.run()
    await stage.put("  - {id: new, type: Return, format: two}\n  - {id: b, type: Return}\n")

    unsaid = await stage.replay(source, "b", revision="latest")
    said = await stage.replay(source, "b", revision="latest", task_map={"old": "new"})
    assert (unsaid.ran, said.ran) == (["new", "b"], ["b"])
    assert (unsaid.verdicts["old"], said.outputs["new"]) == ("DROPPED_TASK", "one")


@pytest.mark.parametrize("task_map", [{"nowhere": "b"}, {"a": "nowhere"}, {"a": "b", "b": "b"}])
async def test_a_map_that_fits_neither_revision_is_refused(stage: Stage, task_map: dict[str, str]) -> None:
    """F27."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    with pytest.raises(ServiceError) as refused:
        await stage.plan(source, "b", task_map=task_map)
    assert refused.value.error_reason == "INVALID_FIELD"


async def test_a_task_that_moved_into_a_flowable_is_the_same_task(stage: Stage) -> None:
    """F27: its id says so."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    moved = "\n".join("  " * 2 + line for line in chain("a").splitlines())
    await stage.put(f"  - id: seq\n    type: Sequential\n    tasks:\n{moved}\n" + chain("a", "b").split("\n", 1)[1])
    again = await stage.replay(source, "b", revision="latest")

    assert again.ran == ["b"]
    assert again.task_run("seq/a").reused_from.task_run_id == source.task_run("a").task_run_id


async def test_what_ends_a_loop_is_kept_on_another_revision(stage: Stage) -> None:
    """F9, F27: the run of its `finally` has no value."""
    loop = """
  - id: each
    type: ForEach
    values: [x]
    tasks: [{id: t, type: Return, format: t}]
    finally: [{id: tidy, type: Return, format: tidy}]
"""
    await stage.put(loop + chain("z"))
    source = await stage.run()
    await stage.put(loop + chain("z", "new"))
    again = await stage.replay(source, "z", revision="latest")
    assert again.reused == list(source.states)[:-1]
    assert again.ran == ["z", "new"]


async def test_a_disabled_task_within_what_runs_again_does_not_run(stage: Stage) -> None:
    """F27: the plan says so too."""
    flow = "  - id: seq\n    type: Sequential\n    tasks:\n      - {{id: t, type: Return, disabled: {0}}}\n"
    flow += "      - {{id: u, type: Return}}\n"
    await stage.put(flow.format("false"))
    source = await stage.run()
    await stage.put(flow.format("true"))
    again = await stage.replay(source, "BEGINNING", revision="latest")
    assert (again.verdicts["seq/t"], again.ran) == ("DROPPED_TASK", ["seq/u"])


async def test_a_task_that_is_disabled_now_is_dropped(stage: Stage) -> None:
    """F27."""
    await stage.put(chain("a", "b", "c"))
    source = await stage.run()
    await stage.put(chain("a", "b", "c").replace("id: b,", "id: b, disabled: true,"))
    again = await stage.replay(source, "a", revision="latest")

    assert again.verdicts["b"] == "DROPPED_TASK"
    assert reason(again.plan, "b") == "Revision 2 has it disabled."
    assert "b" not in again.states


async def test_a_disabled_flow_is_not_replayed(stage: Stage) -> None:
    """F23."""
    await stage.put(chain("a"))
    source = await stage.run()
    await stage.put(chain("a"), "disabled: true\n")
    with pytest.raises(ServiceError) as refused:
        await stage.plan(source, "a", revision="latest")
    assert refused.value.error_reason == "FLOW_DISABLED"
    assert (await stage.replay(source, "a")).state == "SUCCESS"
