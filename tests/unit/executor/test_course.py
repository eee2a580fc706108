"""How executions go through flowables: lanes, branches, errors and ends, on hand-made and on random flows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor.core.events import ExecutionEnded
from dalsegno_executor.core.flowables import CannotOpen
from dalsegno_executor.core.flowables.loops import loop_values
from dalsegno_executor.core.paths import parent_path, run_path, task_id_of, task_path, top_of
from dalsegno_executor.core.reopening import retrace
from dalsegno_executor.core.states import State
from dalsegno_executor.wire.events import event_from_bytes, event_to_bytes
from dalsegno_flow import Flow, Task
from support.courses import FLOW, Outcomes, Run, failing, flow_of, flowable, leaf
from support.properties import examples
from support.random_flows import flows

SUCCESS, WARNING, FAILED, SKIPPED = State.SUCCESS, State.WARNING, State.FAILED, State.SKIPPED


def test_a_sequence_runs_its_tasks_one_after_the_other() -> None:
    run = Run(flow_of(flowable("Sequential", "s", leaf("a"), leaf("b")), leaf("c"))).go()
    assert run.order == ["s", "s/a", "s/b", "c"]
    assert (run.state, run.most) == (SUCCESS, 1)


def test_a_failure_ends_its_sequence_and_those_around_it() -> None:
    run = Run(flow_of(flowable("Sequential", "s", leaf("a"), leaf("b")), leaf("c"))).go(failing("a"))
    assert run.states == {"s": FAILED, "s/a": FAILED}
    assert run.state is FAILED


def test_parallel_branches_run_at_once_and_a_failed_one_lets_the_others_end() -> None:
    run = Run(flow_of(flowable("Parallel", "p", leaf("a"), leaf("b"), leaf("c")), leaf("d"))).go(failing("b"))
    assert run.states == {"p": FAILED, "p/a": SUCCESS, "p/b": FAILED, "p/c": SUCCESS}
    assert run.most == 3


def test_parallel_keeps_to_its_limit() -> None:
    tasks = [leaf(name) for name in "abcde"]
    run = Run(flow_of(flowable("Parallel", "p", *tasks, properties={"concurrent": "2"}))).go()
    assert (run.most, len(run.order)) == (2, 6)


def test_a_dag_starts_a_task_when_what_it_depends_on_has_ended() -> None:
    dag = flowable("Dag", "d", leaf("a", depends_on=("b", "c")), leaf("b"), leaf("c", depends_on=("b",)))
    run = Run(flow_of(dag)).go()
    assert (run.order, run.state) == (["d", "d/b", "d/c", "d/a"], SUCCESS)
    run = Run(flow_of(dag)).go(failing("b"))
    assert (run.order, run.state) == (["d", "d/b"], FAILED)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [("true", "yes"), ("1", "yes"), (" false ", "no"), ("-0", "no"), ("", "no"), (None, "no")],
)
def test_if_runs_one_branch(condition: object, expected: str) -> None:
    task = flowable("If", "if", then=(leaf("yes"),), else_=(leaf("no"),), properties={"condition": condition})
    assert Run(flow_of(task)).go().order == ["if", f"if/{expected}"]


def test_a_branch_that_is_not_there_is_a_success() -> None:
    run = Run(flow_of(flowable("If", "if", then=(leaf("yes"),), properties={"condition": "false"}))).go()
    assert run.states == {"if": SUCCESS}


@pytest.mark.parametrize(("value", "expected"), [("A", "a"), (1, "b"), ("other", "z")])
def test_switch_runs_the_case_or_the_defaults(value: object, expected: str) -> None:
    slots = {"cases/A": (leaf("a"),), "cases/1": (leaf("b"),), "defaults": (leaf("z"),)}
    task = Task(id="s", type=FLOW + "Switch", properties={"value": value}, children=slots)
    assert Run(flow_of(task)).go().order == ["s", f"s/{expected}"]


def each(kind: str, *tasks: Task, values: object = '["x", "y", "z"]', **properties: object) -> Task:
    name = "values" if kind == "ForEach" else "value"
    return flowable(kind, "each", *tasks, properties={name: values, **properties})


def test_a_loop_runs_its_tasks_for_one_value_after_the_other() -> None:
    run = Run(flow_of(each("ForEach", leaf("a"), leaf("b"), values=["x", "y"]))).go()
    assert run.order == ["each", "each[value=x]/a", "each[value=x]/b", "each[value=y]/a", "each[value=y]/b"]


def test_a_failure_ends_a_loop_that_runs_one_value_at_a_time() -> None:
    outcome: Outcomes = lambda path: FAILED if "y" in path else SUCCESS  # noqa: E731
    run = Run(flow_of(each("ForEach", leaf("a")))).go(outcome)
    assert run.order == ["each", "each[value=x]/a", "each[value=y]/a"]


def test_a_loop_over_several_values_at_once_begins_no_other_when_one_has_failed() -> None:
    outcome: Outcomes = lambda path: FAILED if "x" in path else SUCCESS  # noqa: E731
    run = Run(flow_of(each("ForEach", leaf("a"), leaf("b"), concurrencyLimit=2))).go(outcome)
    assert run.states["each[value=x]/a"] is FAILED
    assert "each[value=x]/b" not in run.states
    assert run.states["each[value=y]/b"] is SUCCESS
    assert not any("z" in path for path in run.states)
    assert run.most == 2


def test_each_parallel_runs_every_task_of_every_value_at_once() -> None:
    run = Run(flow_of(each("EachParallel", leaf("a"), leaf("b")))).go()
    assert run.most == 6


def test_each_sequential_is_a_loop_of_width_one() -> None:
    assert Run(flow_of(each("EachSequential", leaf("a")))).go().most == 1


def test_a_loop_over_nothing_is_a_success() -> None:
    assert Run(flow_of(each("ForEach", leaf("a"), values=[]))).go().states == {"each": SUCCESS}


def test_loops_nest_and_their_runs_are_told_apart() -> None:
    inner = flowable("ForEach", "inner", leaf("a"), properties={"values": ["p/q", "]"]})
    run = Run(flow_of(each("ForEach", inner, values=[1, {"k": [2]}]))).go()
    runs = run.course.execution.task_runs
    values = [(runs[path].value, runs[runs[path].parent_path].value) for path in run.order if task_id_of(path) == "a"]
    assert values == [("p/q", "1"), ("]", "1"), ("p/q", '{"k":[2]}'), ("]", '{"k":[2]}')]
    assert len({r.task_run_id for r in runs.values()}) == len(runs) == 7


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("[1, 1.5, true]", ("1", "1.5", "true")),
        (["a", "b", "a"], ("a", "b")),
        ([{"a": 1, "b": None}, '{"a": 1}', '{"a":1}'], ('{"a":1}', '{"a": 1}')),
        ("[]", ()),
    ],
)
def test_the_values_of_a_loop_are_texts_and_each_comes_once(given: object, expected: tuple[str, ...]) -> None:
    assert loop_values(given) == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("nonsense", "must be a JSON list"),
        ({"a": 1}, "must be a list"),
        (["a", None, None], r"Found '1' null values on Each, with values=\[\"a\", null, null\]"),
    ],
)
def test_values_that_are_no_list_are_refused(given: object, message: str) -> None:
    with pytest.raises(CannotOpen, match=message):
        loop_values(given)


def test_allow_failure_makes_a_failure_a_warning_and_goes_on() -> None:
    run = Run(flow_of(flowable("AllowFailure", "w", leaf("a"), leaf("b")), leaf("c"))).go(failing("a"))
    assert run.states == {"w": WARNING, "w/a": FAILED, "c": SUCCESS}
    assert run.state is WARNING


def test_errors_run_after_a_failure_and_do_not_mend_it() -> None:
    inner = flowable("Sequential", "s", leaf("a"), leaf("b"), errors=(leaf("h1"), leaf("h2")))
    run = Run(flow_of(inner, leaf("c"), errors=(leaf("global"),))).go(failing("a"))
    assert run.order == ["s", "s/a", "s/h1", "s/h2", "global"]
    assert run.state is FAILED


def test_errors_do_not_run_without_a_failure() -> None:
    inner = flowable("Sequential", "s", leaf("a"), errors=(leaf("h"),))
    assert Run(flow_of(inner, errors=(leaf("global"),))).go().order == ["s", "s/a"]


def test_finally_runs_at_the_end_come_what_may() -> None:
    inner = flowable("Sequential", "s", leaf("a"), errors=(leaf("h"),), finally_=(leaf("last"),))
    tasks = flow_of(inner, finally_=(leaf("end"),))
    assert Run(tasks).go().order == ["s", "s/a", "s/last", "end"]
    assert Run(tasks).go(failing("a")).order == ["s", "s/a", "s/h", "s/last", "end"]
    assert Run(tasks).go(failing("a", "h", "last", "end")).state is FAILED


def test_a_failed_finally_does_not_change_the_state() -> None:
    assert Run(flow_of(leaf("a"), finally_=(leaf("end"),))).go(failing("end")).state is SUCCESS


def test_what_is_disabled_is_passed_over() -> None:
    run = Run(flow_of(leaf("a", disabled=True), flowable("Parallel", "p", leaf("b", disabled=True), leaf("c")))).go()
    assert run.order == ["p", "p/c"]


def test_a_skipped_task_counts_as_done() -> None:
    run = Run(flow_of(leaf("a"), leaf("b"))).go(lambda path: SKIPPED if path == "a" else SUCCESS)
    assert (run.order, run.state) == (["a", "b"], SUCCESS)


def test_paths_lead_to_the_task_the_parent_and_the_top() -> None:
    inner = run_path(run_path(run_path("", "each"), "seq", value="a/]%"), "load", value="2")
    assert inner == "each[value=a%2F%5D%25]/seq[value=2]/load"
    assert task_path(inner) == "each/seq/load"
    assert parent_path(inner) == "each[value=a%2F%5D%25]/seq"
    assert parent_path("each") == ""
    assert top_of(inner) == "each"
    assert task_id_of(inner) == "load"


# -- random flows


@examples(150)
@given(flow=flows(), data=st.data())
def test_any_flow_ends_whatever_its_tasks_do_and_in_whatever_order(flow: Flow, data: st.DataObject) -> None:
    endings = st.sampled_from([SUCCESS, SUCCESS, WARNING, FAILED, SKIPPED])
    run = Run(flow).go(lambda _path: data.draw(endings), lambda paths: data.draw(st.sampled_from(sorted(paths))))
    execution = run.course.execution

    assert execution.running == set()
    assert all(state.is_terminal for state in run.states.values())
    assert len(run.order) == len(set(run.order))
    assert isinstance(run.journal[-1].event, ExecutionEnded)
    tops = {run.states[task.id] for task in flow.tasks if task.id in run.states}
    assert execution.state is next((state for state in (FAILED, WARNING) if state in tops), SUCCESS)
    stored = [event_from_bytes(event_to_bytes("e", recorded)) for recorded in run.journal]
    assert retrace("e", flow, stored).execution == execution
    for path, found in execution.task_runs.items():
        assert found.parent_path == parent_path(path)
        if found.parent_path:
            assert run.order.index(found.parent_path) < run.order.index(path)
