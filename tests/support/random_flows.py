"""Flows of any shape, for properties that hold for all of them."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import count

from hypothesis import strategies as st

from dalsegno_flow import Flow, Task
from dalsegno_flow.retry import Retry, RetryBehavior
from support.courses import every, flow_of, flowable, leaf

Tasks = tuple[Task, ...]
RETRIES = st.one_of(
    st.none(),
    st.none(),
    st.builds(lambda attempts, seconds: every(seconds, max_attempts=attempts), st.integers(1, 3), st.integers(0, 9)),
)
NEVER: st.SearchStrategy[Retry | None] = st.none()
AGAIN = every(1, max_attempts=2, behavior=RetryBehavior.CREATE_NEW_EXECUTION)


@cache
def _tasks(depth: int, *, waiting: bool) -> st.SearchStrategy[Task]:
    retries = RETRIES if waiting else NEVER
    leaves = st.builds(lambda retry: leaf("_", retry=retry), retries)
    if depth == 0:
        return leaves
    inner = st.lists(_tasks(depth - 1, waiting=waiting), min_size=1, max_size=3).map(tuple)
    handlers = st.one_of(st.just(()), st.lists(leaves, min_size=1, max_size=2).map(tuple))
    width = st.integers(0, 3)
    values = st.lists(st.sampled_from("xyz"), max_size=3)

    def scope(kind: str, **properties: st.SearchStrategy[object]) -> st.SearchStrategy[Task]:
        def build(tasks: Tasks, errors: Tasks, last: Tasks, retry: Retry | None, given: dict[str, object]) -> Task:
            task = flowable(kind, "_", *tasks, errors=errors, finally_=last, properties=given)
            return replace(task, retry=retry)

        return st.builds(build, inner, handlers, handlers, retries, st.fixed_dictionaries(properties))

    def branches(yes: Tasks, no: Tasks, condition: bool) -> Task:
        return flowable("If", "_", then=yes, else_=no, properties={"condition": condition})

    kinds = [
        leaves,
        scope("Sequential"),
        scope("AllowFailure"),
        scope("Parallel", concurrent=width),
        scope("ForEach", concurrencyLimit=width, values=values),
        st.builds(branches, inner, inner, st.booleans()),
    ]
    if waiting:
        kinds += [_pauses(inner, leaves), _loops(inner)]
    return st.one_of(kinds)


def _pauses(inner: st.SearchStrategy[Tasks], leaves: st.SearchStrategy[Task]) -> st.SearchStrategy[Task]:
    def build(tasks: Tasks, on_pause: Tasks, seconds: int, behavior: str, allow_failure: bool) -> Task:
        properties = {"pauseDuration": f"PT{seconds}S", "behavior": behavior}
        task = flowable("Pause", "_", *tasks, onPause=on_pause, properties=properties)
        return replace(task, allow_failure=allow_failure)

    behaviors = st.sampled_from(["RESUME", "RESUME", "WARN", "FAIL", "CANCEL"])
    on_pause = st.lists(leaves, max_size=1).map(tuple)
    return st.builds(build, st.one_of(st.just(()), inner), on_pause, st.integers(0, 9), behaviors, st.booleans())


def _loops(inner: st.SearchStrategy[Tasks]) -> st.SearchStrategy[Task]:
    def build(tasks: Tasks, rounds: int, most: int, fails: bool) -> Task:
        frequency = {"maxIterations": most, "interval": "PT2S"}
        properties = {"rounds": rounds, "checkFrequency": frequency, "failOnMaxReached": fails}
        return flowable("LoopUntil", "_", *tasks, properties=properties)

    return st.builds(build, inner, st.integers(1, 3), st.integers(1, 3), st.booleans())


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Flows that never wait."""
    return _named(draw, waiting=False)


@st.composite
def waiting_flows(draw: st.DrawFn) -> Flow:
    """Flows with pauses, retries, loops that go round, and tasks after the end."""
    flow = _named(draw, waiting=True)
    return replace(flow, retry=draw(st.sampled_from([None, None, None, every(3, max_attempts=2), AGAIN])))


def _named(draw: st.DrawFn, *, waiting: bool) -> Flow:
    one_more = st.lists(_tasks(0, waiting=waiting), max_size=1)
    flow = flow_of(
        *draw(st.lists(_tasks(2, waiting=waiting), min_size=1, max_size=3)),
        errors=tuple(draw(one_more)),
        finally_=tuple(draw(one_more)),
        after_execution=tuple(draw(st.lists(_tasks(1, waiting=waiting), max_size=2))) if waiting else (),
    )
    return _with_ids(flow)


def _with_ids(flow: Flow) -> Flow:
    """Ids are unique over a flow."""
    numbers = count()

    def named(task: Task) -> Task:
        children = {slot: all_of(tasks) for slot, tasks in task.children.items()}
        return replace(task, id=f"t{next(numbers)}", children=children)

    all_of: Callable[[Tasks], Tasks] = lambda tasks: tuple(named(task) for task in tasks)  # noqa: E731
    return replace(
        flow,
        tasks=all_of(flow.tasks),
        errors=all_of(flow.errors),
        finally_=all_of(flow.finally_),
        after_execution=all_of(flow.after_execution),
    )
