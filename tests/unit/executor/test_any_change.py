"""What holds for any replay of what changed: it comes to what a clean run comes to, and runs no more than it has to."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import assume, given, note
from hypothesis import strategies as st

from dalsegno_executor.core.carrying import carried_runs
from dalsegno_executor.core.events import TaskRunsCarried
from dalsegno_executor.core.paths import task_path
from dalsegno_executor.core.plan import ReplayPlan, Rule, Start, Verdict, Wish
from dalsegno_executor.core.planner import plan_replay
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow
from dalsegno_flow.expressions.references import references
from dalsegno_runtime.errors import InvalidField
from support.computing import Computing, computing, kept, renumbered
from support.courses import CREATED, NOON
from support.properties import examples
from support.random_flows import flows

SETTINGS = examples(150)


def replayed(source: Computing, new: Flow, given: Mapping[str, int] | None = None) -> tuple[ReplayPlan, Computing]:
    """The plan, and the replay after it has ended; `given` are outputs by places."""
    execution = source.course.execution
    overrides = {path: kept(number)[0] for path, number in (given or {}).items()}
    plan = plan_replay(execution, source.flow, new, 2, Wish(start=Start(rule=Rule.CHANGED), overrides=overrides))
    for task in plan.tasks:
        note(f"{task.task_path}: {task.verdict}: {task.reason}")

    created = replace(CREATED, parent_id="e", cut_offs=plan.cut_offs, carried_history=tuple(execution.history))
    carried = TaskRunsCarried(source_execution_id="e", task_runs=carried_runs(execution, new, plan, NOON))
    run = Computing(new, created=created, carried=[carried] if carried.task_runs else [])
    run.go()
    return plan, run


@SETTINGS
@given(flow=flows(), data=st.data())
def test_it_comes_to_what_a_clean_run_comes_to(flow: Flow, data: st.DataObject) -> None:
    source = Computing(computing(flow, data, conditions=True))
    source.go()
    new, _ = renumbered(source.flow, data, edits=2)
    clean = Computing(new)
    clean.go()
    _, run = replayed(source, new)

    assert run.states == clean.states
    assert run.values == clean.values


@SETTINGS
@given(flow=flows(), data=st.data())
def test_it_comes_to_that_however_far_the_source_came(flow: Flow, data: st.DataObject) -> None:
    """It may have failed, or run still."""
    source = Computing(computing(flow, data, conditions=True))
    source.settle()
    for _ in range(data.draw(st.integers(0, 20), "steps")):
        if source.course.execution.closed:
            break
        path = data.draw(st.sampled_from(sorted(source.leaves)), "path")
        source.finish(path, data.draw(st.sampled_from([State.SUCCESS, State.SUCCESS, State.FAILED]), "state"))
    new, _ = renumbered(source.flow, data, edits=2)
    clean = Computing(new)
    clean.go()
    _, run = replayed(source, new)

    assert run.states == clean.states
    assert run.values == clean.values


@SETTINGS
@given(flow=flows(), data=st.data())
def test_given_outputs_count_as_if_their_task_had_made_them(flow: Flow, data: st.DataObject) -> None:
    source = Computing(computing(flow, data, conditions=True))
    source.go()
    new, _ = renumbered(source.flow, data, edits=1)
    assume(source.values)
    path = data.draw(st.sampled_from(sorted(source.values)), "given")
    forced = {path: data.draw(st.integers(0, 2), "number")}
    clean = Computing(new)
    clean.forced = forced
    clean.go()
    assume(path in clean.values)  # no condition has led elsewhere
    try:
        _, run = replayed(source, new, forced)
    except InvalidField:
        assume(False)  # it runs again with what is around it
        raise

    assert path not in run.order
    assert run.values == clean.values
    assert run.states == clean.states


@SETTINGS
@given(flow=flows(), data=st.data())
def test_an_edit_that_changes_nothing_runs_nothing(flow: Flow, data: st.DataObject) -> None:
    source = Computing(computing(flow, data, conditions=True))
    source.go()
    plan, run = replayed(source, renumbered(source.flow, data, edits=0)[0])

    assert (run.order, run.state, plan.totals().run_count) == ([], source.state, 0)


@SETTINGS
@given(flow=flows(), data=st.data())
def test_exactly_what_depends_on_it_runs_and_stops_where_outputs_agree(flow: Flow, data: st.DataObject) -> None:
    source = Computing(computing(flow, data, conditions=False))
    source.go()
    new, edited = renumbered(source.flow, data, edits=1)
    plan, run = replayed(source, new)

    verdicts = {task.task_path: task.verdict for task in plan.tasks}
    for path in source.values:
        differs = sorted(source.referred(path)) != sorted(run.referred(path))
        if task_path(path) in edited:
            assert path in run.order, path
        elif differs:
            # The sum of numbers may be the same where they are not.
            assert path in run.order and verdicts[path] is Verdict.RERUN_IF_CHANGED, path  # noqa: PT018
        elif path in run.order:
            before, now = named(source, path), named(run, path)
            assert before != now, f"{path} refers to nothing that differs"
    assert set(run.states.values()) <= {State.SUCCESS}


def named(run: Computing, path: str) -> dict[str, int]:
    """What a task refers to may differ run by run."""

    ids = {one[1] for one in references(run.course.task(path).properties["format"]) if one[0] == "outputs"}
    return {other: value for other, value in run.values.items() if task_path(other).rpartition("/")[2] in ids}
