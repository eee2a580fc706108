"""What holds for any replay: whatever the flow, however far it came, wherever the replay begins."""

from collections import Counter

from hypothesis import assume, given, note
from hypothesis import strategies as st

from dalsegno_executor.core.paths import ancestors, task_path
from dalsegno_executor.core.plan import ReplayPlan, Rule, Start, Verdict, Wish
from dalsegno_executor.core.restarting import is_within, places_of_handlers
from dalsegno_executor.core.starting import is_disabled
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow
from dalsegno_runtime.errors import ServiceError
from support.courses import Run
from support.properties import examples
from support.random_edits import distinct, edited
from support.random_flows import flows
from support.random_runs import ENDINGS
from support.replays import begin_at, replayed

SETTINGS = examples(150)
AT_ONCE = {Verdict.RERUN_SELECTED, Verdict.RERUN_INTERRUPTED}
# What runs in its turn, if nothing that is kept failed before it.
IN_TURN = {*AT_ONCE, Verdict.RERUN_DOWNSTREAM, Verdict.NEW_TASK, Verdict.FIRST_RUN}


def driven(flow: Flow, data: st.DataObject) -> Run:
    """An execution that has come somewhere, at random."""
    run = Run(flow).settle()
    left = data.draw(st.integers(0, 40), "steps")
    while not run.course.execution.closed and left:
        left -= 1
        path = data.draw(st.sampled_from(sorted(run.leaves)))
        run.finish(path, data.draw(st.sampled_from(ENDINGS)))
    return run


def wish_for(source: Run, new: Flow, data: st.DataObject) -> Wish:
    runs = source.course.execution.task_runs
    rule = data.draw(st.sampled_from([None, None, None, Rule.FAILED, Rule.BEGINNING]), "rule")
    places = sorted({*new.task_paths(), *(path for path in runs if task_path(path) in new.task_paths())})
    skips = tuple(data.draw(st.lists(st.sampled_from(places), max_size=2), "skips"))
    if rule or not runs:
        return Wish(start=Start(rule=rule or Rule.BEGINNING), skips=skips)
    starts = data.draw(st.lists(st.sampled_from(sorted(runs)), min_size=1, max_size=3, unique=True), "starts")
    return Wish(start=Start(task_paths=tuple(starts)), skips=skips)


def tell(plan: ReplayPlan) -> None:
    """Shows the plan when the test fails."""
    for task in plan.tasks:
        note(f"{task.task_path}: {task.verdict}: {task.reason}")


def in_unknown_loop(path: str, run: Run) -> bool:
    """Whether a place has no values because its loop had none when the plan was made."""
    return any("ForEach" in run.course.task_type(above) and f"{above}/" in path for above in ancestors(path))


def in_handler(path: str, flow: Flow) -> bool:
    return is_within(task_path(path), set(places_of_handlers(flow)))


@SETTINGS
@given(flow=flows(), data=st.data())
def test_a_replay_runs_what_its_plan_says_and_nothing_else(flow: Flow, data: st.DataObject) -> None:
    source = driven(distinct(flow), data)
    new = edited(source.flow, data)
    try:
        plan, run = replayed(source, new, wish_for(source, new, data))
    except ServiceError:
        assume(False)
        raise
    verdicts = {task.task_path: task for task in plan.tasks if task.verdict is not Verdict.DROPPED_TASK}
    tell(plan)
    run.go()

    assert {path: state for path, state in run.states.items() if not state.is_terminal} == {}
    for path in run.order:
        # What a loop runs for a value is known once it has its values; then it is known what it does with the task.
        like = (
            [verdicts[path]]
            if path in verdicts
            else [t for p, t in verdicts.items() if task_path(p) == task_path(path)]
        )
        assert any(task.verdict.runs or task.verdict is Verdict.SKIPPED for task in like), path
    kinds = {task.verdict for task in plan.tasks}
    for path, task in verdicts.items():
        if task.verdict.keeps:
            assert run.states[path] is task.source_state, path
        certain = AT_ONCE if Verdict.KEPT_UNSUCCESSFUL in kinds else IN_TURN
        if task.verdict in certain and run.course.task_type(path) == "leaf" and not in_unknown_loop(path, run):
            assert path in run.order, (path, task)
        if task.verdict is Verdict.SKIPPED and path in run.states:
            assert run.states[path] is State.SKIPPED


@SETTINGS
@given(flow=flows(), data=st.data())
def test_a_plan_has_one_verdict_for_each_run_and_at_least_one_for_each_task(flow: Flow, data: st.DataObject) -> None:
    source = driven(distinct(flow), data)
    new = edited(source.flow, data)
    wish = wish_for(source, new, data)
    try:
        plan, _ = replayed(source, new, wish)
    except ServiceError:
        assume(False)
        raise

    tell(plan)
    told = Counter(task.source_task_run_id for task in plan.tasks if task.source_task_run_id)
    assert told == Counter(run.task_run_id for run in source.course.execution.task_runs.values())
    paths = Counter(task.task_path for task in plan.tasks if task.verdict is not Verdict.DROPPED_TASK)
    assert paths == Counter(set(paths))
    places = {task_path(path) for path in paths}
    assert {place for place in new.task_paths() if not is_disabled(place, new)} <= places
    assert plan.totals().digest == replayed(source, new, wish)[0].totals().digest


@SETTINGS
@given(flow=flows(), data=st.data())
def test_a_replay_of_what_ran_well_comes_to_what_a_clean_run_of_the_revision_comes_to(
    flow: Flow, data: st.DataObject
) -> None:
    source = Run(distinct(flow)).go()
    new = edited(source.flow, data)
    starts = data.draw(st.lists(st.sampled_from(sorted(source.states)), min_size=1, max_size=3, unique=True), "starts")
    try:
        plan, run = replayed(source, new, begin_at(*starts))
    except ServiceError:
        assume(False)
        raise
    tell(plan)
    run.go()

    # A handler that is new does not reopen a scope that has ended.
    late = {
        task.task_path for task in plan.tasks if task.verdict is Verdict.NOT_RUN and in_handler(task.task_path, new)
    }
    clean = Run(new).go().states
    assert run.states == {path: state for path, state in clean.items() if path not in late}
    made = {ran.task_run_id: path for path, ran in source.course.execution.task_runs.items()}
    for path, ran in run.course.execution.task_runs.items():
        if ran.provenance is not None:
            by = source.flow.task(task_path(made[ran.provenance.task_run_id]))
            assert by.properties == new.task(task_path(path)).properties, f"{path} has the outputs of {by.id}"
    assert [path for path, ran in run.course.execution.task_runs.items() if ran.provenance and path in run.order] == []


@SETTINGS
@given(flow=flows(), data=st.data())
def test_planning_raises_nothing_but_refusals_and_a_replay_of_any_plan_ends(flow: Flow, data: st.DataObject) -> None:
    source = driven(flow, data)  # with tasks that are defined alike
    # What handles a failure stays where it is when the revision has no task left beside it.
    assume(all(state.is_terminal or not in_handler(path, flow) for path, state in source.states.items()))
    new = edited(flow, data)
    names = sorted({*source.states, *new.task_paths(), "nowhere", "each[1]", "t0[value=x]/t1", "t0[*]"})
    some = st.lists(st.sampled_from(names), max_size=3).map(tuple)
    wish = Wish(
        start=Start(task_paths=data.draw(some, "starts")),
        skips=data.draw(some, "skips"),
        task_map=data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from([*names, ""]), max_size=2), "map"),
        missing=dict.fromkeys(data.draw(some, "missing"), "a file"),
    )
    try:
        plan, run = replayed(source, new, wish)
    except ServiceError:
        return
    tell(plan)
    assert {path for path, state in run.go().states.items() if not state.is_terminal} == set()
