"""What a replay plans, without any service."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.errors import NothingToReplay, TaskNotFound, TaskRunNotFound, UpstreamNotSuccessful
from dalsegno_executor.core.events import Event, ExecutionCreated, Recorded, TaskRunFinished
from dalsegno_executor.core.evolving import begin, evolve
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.plan import ReplayPlan, Rule, Start, Verdict, Wish
from dalsegno_executor.core.planner import plan_replay
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow, Task

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DOWNLOAD, UNZIP, CONVERT, PARQUET = "get_zipfile", "unzip", "convert", "to_parquet"
RIDES = (DOWNLOAD, UNZIP, CONVERT, PARQUET)


def flow_of(*task_ids: str, disabled: tuple[str, ...] = ()) -> Flow:
    tasks = tuple(
        Task(id=task_id, type="t", disabled=task_id in disabled, properties={"value": task_id}) for task_id in task_ids
    )
    return Flow(namespace="company.team", id="divvy_tripdata", tasks=tasks)


def ran(flow: Flow, failing: str = "", stop_before: str = "") -> Execution:
    """An execution of the flow in which one task fails, or that is still before one."""
    created = ExecutionCreated(
        namespace=flow.namespace,
        flow_id=flow.id,
        flow_revision=1,
        source_digest="d",
        original_id="e1",
        start_time=NOON,
    )
    execution = begin("e1", Recorded(position=1, time=NOON, event=created))
    course = Course(flow, execution)

    def record(event: Event) -> None:
        evolve(execution, Recorded(position=execution.position + 1, time=NOON, event=event))
        course.note(event)

    while not execution.ended:
        for event in course.follow():
            record(event)
        for path in list(execution.running):
            if path == stop_before:
                return execution
            state = State.FAILED if path == failing else State.SUCCESS
            digest = "" if state is State.FAILED else f"digest of {path}"
            record(TaskRunFinished(task_path=path, attempt_number=1, state=state, output_digest=digest))
    return execution


def begin_at(*places: str) -> Wish:
    return Wish(start=Start(task_paths=places))


def verdicts(plan: ReplayPlan) -> dict[str, Verdict]:
    return {task.task_path: task.verdict for task in plan.tasks}


def test_everything_before_the_selected_task_is_reused_and_only_it_runs() -> None:
    old = flow_of(*RIDES)
    plan = plan_replay(ran(old, failing=PARQUET), old, old, 2, begin_at(PARQUET))

    assert verdicts(plan) == {
        DOWNLOAD: Verdict.REUSED_UPSTREAM,
        UNZIP: Verdict.REUSED_UPSTREAM,
        CONVERT: Verdict.REUSED_UPSTREAM,
        PARQUET: Verdict.RERUN_SELECTED,
    }
    assert [task.output_digest for task in plan.reused] == [f"digest of {path}" for path in RIDES[:3]]
    assert (plan.source_revision, plan.revision) == (1, 2)


def test_what_comes_after_the_selected_task_runs_again() -> None:
    old = flow_of(*RIDES)
    plan = plan_replay(ran(old), old, old, 1, begin_at(UNZIP))

    assert verdicts(plan)[CONVERT] is Verdict.RERUN_DOWNSTREAM
    assert plan.tasks[2].reason == "It comes after unzip, so its inputs may change."


def test_a_task_that_was_never_reached_runs_for_the_first_time() -> None:
    old = flow_of(*RIDES)
    plan = plan_replay(ran(old, failing=UNZIP), old, old, 1, Wish(start=Start(rule=Rule.FAILED)))

    assert verdicts(plan) == {
        DOWNLOAD: Verdict.REUSED_UPSTREAM,
        UNZIP: Verdict.RERUN_SELECTED,
        CONVERT: Verdict.FIRST_RUN,
        PARQUET: Verdict.FIRST_RUN,
    }


def test_a_task_that_the_new_revision_adds_is_new_wherever_it_stands() -> None:
    old, new = flow_of(DOWNLOAD, PARQUET), flow_of(DOWNLOAD, "check", PARQUET, "publish")
    plan = plan_replay(ran(old, failing=PARQUET), old, new, 2, begin_at(PARQUET))

    assert verdicts(plan) == {
        DOWNLOAD: Verdict.REUSED_UPSTREAM,
        "check": Verdict.NEW_TASK,
        PARQUET: Verdict.RERUN_SELECTED,
        "publish": Verdict.NEW_TASK,
    }


def test_a_task_that_the_new_revision_lacks_or_disables_is_dropped() -> None:
    old, new = flow_of(*RIDES), flow_of(DOWNLOAD, CONVERT, PARQUET, disabled=(CONVERT,))
    plan = plan_replay(ran(old, failing=PARQUET), old, new, 2, begin_at(PARQUET))

    assert {task.task_path: task.reason for task in plan.tasks if task.verdict is Verdict.DROPPED_TASK} == {
        UNZIP: "Revision 2 does not have it.",
        CONVERT: "Revision 2 has it disabled.",
    }


def test_a_replay_from_the_beginning_reuses_nothing() -> None:
    old = flow_of(*RIDES)
    plan = plan_replay(ran(old), old, old, 1, Wish(start=Start(rule=Rule.BEGINNING)))

    assert plan.reused == []
    assert plan.from_beginning is True


def test_a_task_run_is_chosen_by_its_id_too() -> None:
    old = flow_of(*RIDES)
    source = ran(old)
    plan = plan_replay(source, old, old, 1, Wish(start=Start(task_run_id=source.task_runs[CONVERT].task_run_id)))

    assert verdicts(plan)[CONVERT] is Verdict.RERUN_SELECTED


def test_a_task_run_that_is_not_there_is_refused_with_those_that_are() -> None:
    old = flow_of(*RIDES)
    source = ran(old, failing=UNZIP)
    with pytest.raises(UpstreamNotSuccessful, match=r"did not succeed: unzip \(FAILED\). Replay from unzip."):
        plan_replay(source, old, old, 1, begin_at(PARQUET))
    with pytest.raises(TaskRunNotFound, match="has no task run 'nonsense'"):
        plan_replay(source, old, old, 1, Wish(start=Start(task_run_id="nonsense")))


def test_a_task_that_the_revision_does_not_have_is_refused_with_those_that_it_has() -> None:
    old = flow_of(*RIDES)
    with pytest.raises(TaskNotFound, match=r"Revision 2 has no task 'to_parquet' to begin at. Its tasks: get_zipfile."):
        plan_replay(ran(old), old, flow_of(DOWNLOAD), 2, begin_at(PARQUET))


def test_from_failed_is_refused_when_nothing_failed() -> None:
    old = flow_of(*RIDES)
    with pytest.raises(NothingToReplay, match="is SUCCESS and has no failed task run"):
        plan_replay(ran(old), old, old, 1, Wish(start=Start(rule=Rule.FAILED)))


def test_a_failed_task_run_is_never_reused() -> None:
    old, swapped = flow_of(DOWNLOAD, UNZIP), flow_of(UNZIP, DOWNLOAD)
    source = ran(old, failing=UNZIP)
    with pytest.raises(UpstreamNotSuccessful, match=r"did not succeed: unzip \(FAILED\). Replay from unzip."):
        plan_replay(source, old, swapped, 2, begin_at(DOWNLOAD))


def test_a_running_execution_can_be_replayed_from_what_has_ended() -> None:
    old = flow_of(*RIDES)
    plan = plan_replay(ran(old, stop_before=CONVERT), old, old, 1, begin_at(UNZIP))

    assert verdicts(plan)[CONVERT] is Verdict.RERUN_DOWNSTREAM
    assert verdicts(plan)[PARQUET] is Verdict.FIRST_RUN


def test_the_digest_names_the_plan() -> None:
    old = flow_of(*RIDES)
    source = ran(old, failing=PARQUET)
    plan = plan_replay(source, old, old, 1, begin_at(PARQUET))

    assert plan.totals().digest == plan_replay(source, old, old, 1, Wish(start=Start(rule=Rule.FAILED))).totals().digest
    assert plan.totals().digest != plan_replay(source, old, old, 1, begin_at(CONVERT)).totals().digest
    assert plan.totals().digest != plan_replay(source, old, old, 2, begin_at(PARQUET)).totals().digest


task_ids = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)


@given(old_ids=task_ids, new_ids=task_ids, data=st.data())
def test_every_task_of_the_revision_and_every_task_run_gets_exactly_one_verdict(
    old_ids: list[str], new_ids: list[str], data: st.DataObject
) -> None:
    old, new = flow_of(*old_ids), flow_of(*new_ids)
    source = ran(old, failing=data.draw(st.sampled_from([*old_ids, ""])))
    shared = [path for path in source.task_runs if path in new_ids]
    if not shared:
        return
    start = data.draw(st.sampled_from(shared))
    try:
        plan = plan_replay(source, old, new, 2, begin_at(start))
    except UpstreamNotSuccessful:
        failed = next(path for path, run in source.task_runs.items() if run.state is State.FAILED)
        assert new_ids.index(failed) < new_ids.index(start)
        return
    paths = [task.task_path for task in plan.tasks]
    assert sorted(paths) == sorted({*new_ids, *source.task_runs})
    before = set(new_ids[: new_ids.index(start)])
    assert {task.task_path for task in plan.reused} == before & set(source.task_runs)
