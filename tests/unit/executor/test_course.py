"""How executions go through flowables: lanes, branches, errors and ends, on hand-made and on random flows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalsegno_executor.core.course import Course, retrace
from dalsegno_executor.core.events import (
    Event,
    ExecutionCreated,
    ExecutionEnded,
    Recorded,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunStarted,
)
from dalsegno_executor.core.flowables import FLOWABLES, CannotOpen, Situation
from dalsegno_executor.core.flowables.loops import loop_values
from dalsegno_executor.core.paths import parent_path, run_path, task_id_of, task_path, top_of
from dalsegno_executor.core.states import State
from dalsegno_executor.wire.events import event_from_bytes, event_to_bytes
from dalsegno_flow import Flow, Task

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FLOW = "io.kestra.plugin.core.flow."
SUCCESS, WARNING, FAILED, SKIPPED = State.SUCCESS, State.WARNING, State.FAILED, State.SKIPPED
Outcomes = Callable[[str], State]


def leaf(task_id: str, **fields: object) -> Task:
    return Task(id=task_id, type="leaf", **fields)  # type: ignore[arg-type]  # the fields of a Task


def flowable(
    kind: str, task_id: str, *tasks: Task, properties: Mapping[str, object] | None = None, **slots: object
) -> Task:
    children = {"tasks": tasks, **{name.rstrip("_"): slot for name, slot in slots.items()}}
    return Task(id=task_id, type=FLOW + kind, properties=properties or {}, children=children)  # type: ignore[arg-type]


def flow_of(*tasks: Task, errors: tuple[Task, ...] = (), finally_: tuple[Task, ...] = ()) -> Flow:
    return Flow(namespace="n", id="f", tasks=tasks, errors=errors, finally_=finally_)


@dataclass
class Run:
    """An execution driven without a shell; `order` is what started, with what ran beside it at most."""

    flow: Flow
    journal: list[Recorded] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    most: int = 0

    @property
    def state(self) -> State:
        return self.course.execution.state

    @property
    def states(self) -> dict[str, State]:
        return {path: run.state for path, run in self.course.execution.task_runs.items()}

    def __post_init__(self) -> None:
        created = ExecutionCreated(
            namespace="n", flow_id="f", flow_revision=1, source_digest="d", original_id="e", start_time=NOON
        )
        self._append(created)
        self.course: Course = retrace("e", self.flow, self.journal)

    def go(self, outcomes: Outcomes = lambda _path: SUCCESS, pick: Callable[[list[str]], str] = min) -> "Run":
        """Runs to the end: `outcomes` gives the state of each leaf, `pick` which running one ends next."""
        while not self.course.execution.ended:
            if follow := self.course.follow():
                for event in follow:
                    self._happen(event)
                continue
            leaves = [path for path in self.course.execution.running if self.course.task(path).type not in FLOWABLES]
            unopened = [
                path
                for path in self.course.execution.running
                if self.course.task(path).type in FLOWABLES and not self.course.execution.task_runs[path].opened
            ]
            self.most = max(self.most, len(leaves))
            if unopened:
                self._open(unopened[0])
            else:
                path = pick(leaves)
                self._happen(TaskRunFinished(task_path=path, attempt_number=1, state=outcomes(path)))
        return self

    def _open(self, path: str) -> None:
        task = self.course.task(path)
        cases = [slot.removeprefix("cases/") for slot in task.children if slot.startswith("cases/")]
        opened = FLOWABLES[task.type].open(
            Situation(properties={**task.properties, "cases": cases}, now=NOON, start=NOON)
        )
        self._happen(TaskRunOpened(task_path=path, opened=opened))

    def _happen(self, event: Event) -> None:
        if isinstance(event, TaskRunStarted):
            self.order.append(event.task_path)
        self._append(event)
        # As after a crash at every single event: the journal alone says what follows.
        self.course = retrace("e", self.flow, self.journal)

    def _append(self, event: Event) -> None:
        self.journal.append(Recorded(position=len(self.journal) + 1, time=NOON, event=event))


def failing(*ids: str) -> Outcomes:
    return lambda path: FAILED if task_id_of(path) in ids else SUCCESS


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


def test_a_dag_starts_a_task_when_what_it_depends_on_has_ended_well_or_badly() -> None:
    dag = flowable("Dag", "d", leaf("a", depends_on=("b", "c")), leaf("b"), leaf("c", depends_on=("b",)))
    run = Run(flow_of(dag)).go(failing("b"))
    assert run.order == ["d", "d/b", "d/c", "d/a"]
    assert run.state is FAILED


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


def test_a_loop_over_several_values_at_once_goes_on_when_one_fails() -> None:
    outcome: Outcomes = lambda path: FAILED if "x" in path else SUCCESS  # noqa: E731
    run = Run(flow_of(each("ForEach", leaf("a"), leaf("b"), concurrencyLimit=2))).go(outcome)
    assert run.states["each[value=x]/a"] is FAILED
    assert "each[value=x]/b" not in run.states
    assert run.states["each[value=z]/b"] is SUCCESS
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
        ([{"a": 1}, '{"a": 1}'], ('{"a":1}',)),
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
        (["a", None], r"Found '1' null values on Each, with values=\[\"a\", null\]"),
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


def tasks_of(depth: int, counter: list[int]) -> st.SearchStrategy[Task]:
    def named(make: Callable[..., Task]) -> Callable[..., Task]:
        def build(*arguments: object) -> Task:
            counter[0] += 1
            return make(f"t{counter[0]}", *arguments)

        return build

    leaves = st.builds(
        named(lambda name, disabled: leaf(name, disabled=disabled)), st.booleans().filter(lambda b: not b)
    )
    if depth == 0:
        return leaves
    inner = st.lists(tasks_of(depth - 1, counter), min_size=1, max_size=3).map(tuple)
    handlers = st.one_of(st.just(()), st.lists(leaves, min_size=1, max_size=2).map(tuple))
    width = st.integers(0, 3)
    values = st.lists(st.sampled_from("xyz"), max_size=3)

    def scope(kind: str, **properties: object) -> Callable[..., Task]:
        return named(
            lambda name, tasks, errors, last: flowable(
                kind, name, *tasks, errors=errors, finally_=last, properties=properties
            )
        )

    return st.one_of(
        leaves,
        st.builds(scope("Sequential"), inner, handlers, handlers),
        st.builds(scope("AllowFailure"), inner, handlers, handlers),
        width.flatmap(lambda n: st.builds(scope("Parallel", concurrent=n), inner, handlers, handlers)),
        st.tuples(width, values).flatmap(
            lambda p: st.builds(scope("ForEach", concurrencyLimit=p[0], values=p[1]), inner, handlers, handlers)
        ),
        st.builds(
            named(lambda name, yes, no, c: flowable("If", name, then=yes, else_=no, properties={"condition": c})),
            inner,
            inner,
            st.booleans(),
        ),
    )


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    counter = [0]
    tasks = draw(st.lists(tasks_of(2, counter), min_size=1, max_size=3))
    handlers = draw(st.lists(tasks_of(0, counter), max_size=1))
    last = draw(st.lists(tasks_of(0, counter), max_size=1))
    return renumbered(flow_of(*tasks, errors=tuple(handlers), finally_=tuple(last)))


def renumbered(flow: Flow) -> Flow:
    """Hypothesis may draw one task twice; ids are unique over a flow."""
    numbers = iter(range(10_000))

    def again(task: Task) -> Task:
        children = {slot: tuple(again(child) for child in tasks) for slot, tasks in task.children.items()}
        return Task(
            id=f"t{next(numbers)}",
            type=task.type,
            disabled=task.disabled,
            properties=task.properties,
            children=children,
        )

    def all_of(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
        return tuple(again(task) for task in tasks)

    return flow_of(*all_of(flow.tasks), errors=all_of(flow.errors), finally_=all_of(flow.finally_))


@settings(max_examples=150, deadline=None)
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
