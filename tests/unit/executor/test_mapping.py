"""Which task runs stand for which tasks of another revision."""

import pytest

from dalsegno_executor.core.errors import MapInvalid
from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.mapping import Mapped, map_runs
from dalsegno_flow import Flow, Task

RETURN = "io.kestra.plugin.core.debug.Return"
FOR_EACH = "io.kestra.plugin.core.flow.ForEach"
PARALLEL = "io.kestra.plugin.core.flow.Parallel"


def task(task_id: str, text: str = "", **more: object) -> Task:
    return Task(id=task_id, type=RETURN, properties={"format": text or task_id}, **more)  # type: ignore[arg-type]


def around(kind: str, task_id: str, *tasks: Task) -> Task:
    return Task(id=task_id, type=kind, children={"tasks": tasks})


def flow(*tasks: Task) -> Flow:
    return Flow(namespace="company.team", id="rides", tasks=tasks)


def mapped(old: Flow, new: Flow, *paths: str, **task_map: str) -> Mapped:
    runs = {path: TaskRun(task_run_id=path, task_path=path, history=[], attempts=[]) for path in paths}
    return map_runs(runs, old, new, task_map)


def places(found: Mapped) -> dict[str, str]:
    return {place: run.task_path for place, run in found.runs.items()}


def test_a_task_keeps_its_runs_by_its_id_whatever_else_about_it_changed() -> None:
    found = mapped(flow(task("a", "old")), flow(task("a", "new", allow_failure=True)), "a")
    assert (places(found), found.changed) == ({"a": "a"}, {"a": ("allow_failure", "format")})


def test_a_task_that_alone_is_defined_as_a_lost_one_is_that_one() -> None:
    found = mapped(flow(task("a", "x"), task("b")), flow(task("renamed", "x"), task("b")), "a", "b")
    assert (places(found), found.places["renamed"]) == ({"renamed": "a", "b": "b"}, "a")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (flow(task("a", "x")), flow(task("b", "x"), task("c", "x"))),
        (flow(task("a", "x"), task("d", "x")), flow(task("b", "x"))),
    ],
)
def test_what_may_be_several_is_none_of_them(old: Flow, new: Flow) -> None:
    found = mapped(old, new, *old.task_paths())
    assert (found.runs, list(found.ambiguous)) == ({}, list(new.task_paths()))


def test_a_task_with_another_definition_is_another_task() -> None:
    found = mapped(flow(task("a", "x")), flow(task("b", "y")), "a")
    assert ([run.task_path for run in found.dropped], found.ambiguous) == (["a"], {})


def test_the_caller_may_say_what_became_of_a_task() -> None:
    old, new = flow(task("a", "x"), task("b", "x")), flow(task("c", "y"), task("d", "x"))
    assert places(mapped(old, new, "a", "b", a="c")) == {"c": "a", "d": "b"}
    assert places(mapped(old, new, "a", "b", a="")) == {"d": "b"}


@pytest.mark.parametrize(
    ("task_map", "told"),
    [
        ({"z": "c"}, "revision has no task 'z'. Its tasks: a, b"),
        ({"a": "z"}, "revision to run has no task 'z'. Its tasks: c, d"),
        ({"a": "c", "b": "c"}, "'a' is to become 'c' already"),
    ],
)
def test_what_cannot_be_is_refused(task_map: dict[str, str], told: str) -> None:
    with pytest.raises(MapInvalid, match=told):
        mapped(flow(task("a"), task("b")), flow(task("c"), task("d")), "a", "b", **task_map)


def test_runs_within_a_renamed_loop_go_with_it() -> None:
    old = flow(around(FOR_EACH, "each", task("a")))
    new = flow(around(FOR_EACH, "every", task("a")))
    found = mapped(old, new, "each", "each[value=x]/a", "each[value=y]/a")
    assert places(found) == {
        "every": "each",
        "every[value=x]/a": "each[value=x]/a",
        "every[value=y]/a": "each[value=y]/a",
    }


def test_a_task_may_move_into_or_out_of_what_decides_nothing() -> None:
    apart, together = flow(task("a"), task("b")), flow(around(PARALLEL, "par", task("a"), task("b")))
    assert places(mapped(apart, together, "a", "b")) == {"par/a": "a", "par/b": "b"}
    assert places(mapped(together, apart, "par", "par/a", "par/b")) == {"a": "par/a", "b": "par/b"}


def test_a_task_that_moves_into_or_out_of_a_loop_is_dropped() -> None:
    apart, looped = flow(task("a")), flow(around(FOR_EACH, "each", task("a")))
    assert places(mapped(apart, looped, "a")) == {}
    assert places(mapped(looped, apart, "each", "each[value=x]/a")) == {}
