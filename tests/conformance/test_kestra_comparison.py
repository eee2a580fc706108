"""What the comparison with the recordings finds and what it lets pass, on executions made by hand."""

from dataclasses import replace

import pytest

from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.kestra_cases import Execution, Rules, TaskRun, unordered_children
from support.kestra_comparison import compare, matching_run
from support.kestra_documented import documented_differences
from support.kestra_masks import masked
from support.kestra_observed import how, written

STRICT = Rules(unordered={})
ID = "1aB2cD3eF4gH5iJ6kL7mN8"
FLOW = """
tasks:
  - {id: par, type: io.kestra.plugin.core.flow.Parallel, tasks: [{id: in_turn, type: x.ForEach, values: [1]}]}
  - {id: dag, type: io.kestra.plugin.core.flow.Dag}
  - {id: all_at_once, type: io.kestra.plugin.core.flow.ForEach, concurrencyLimit: 0}
  - {id: two_at_once, type: io.kestra.plugin.core.flow.ForEach, concurrencyLimit: 2}
  - {id: one_at_a_time, type: io.kestra.plugin.core.flow.ForEach, concurrencyLimit: 1}
  - {id: seq, type: io.kestra.plugin.core.flow.EachSequential}
"""


def execution(*runs: TaskRun, **fields: object) -> Execution:
    made = Execution(state="SUCCESS", states=("CREATED", "RUNNING", "SUCCESS"), revision=1, task_runs=runs)
    return replace(made, **fields)


def found(recorded: Execution, ours: Execution, rules: Rules = STRICT) -> list[str]:
    return [difference.where for difference in compare(recorded, ours, rules)]


A, B, C = (TaskRun(task_id=name, outputs={"value": name}) for name in "abc")
EACH = TaskRun(task_id="each", attempts=())
X1, X2, Y1, Y2 = (TaskRun(task_id=task, value=value, parent=0) for value in "xy" for task in ("t1", "t2"))


def test_equal_executions_do_not_differ() -> None:
    assert found(execution(A, B), execution(A, B)) == []


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"state": "FAILED"}, "state"),
        ({"states": ("CREATED", "RUNNING", "FAILED", "SUCCESS")}, "history"),
        ({"revision": 2}, "revision"),
        ({"attempt_number": 2}, "attempt number"),
        ({"labels": (("k", "v"),)}, "labels"),
        ({"inputs": {"n": 1}}, "inputs"),
        ({"outputs": {"o": "B"}}, "outputs"),
        ({"variables": {"v": None}}, "variables"),
    ],
)
def test_each_part_of_an_execution_counts(changed: dict[str, object], where: str) -> None:
    assert found(execution(A), execution(A, **changed)) == [where]


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"state": "WARNING"}, "a: state"),
        ({"states": ("CREATED", "SUCCESS")}, "a: history"),
        ({"attempts": ()}, "a: attempts"),
        ({"attempts": ("FAILED", "SUCCESS")}, "a: attempts"),
        ({"outputs": None}, "a: outputs"),
        ({"outputs": {"value": 1}}, "a: outputs"),
    ],
)
def test_each_part_of_a_task_run_counts(changed: dict[str, object], where: str) -> None:
    assert found(execution(A, B), execution(replace(A, **changed), B)) == [where]


def test_one_and_true_and_one_point_zero_are_three_values() -> None:
    ones = [execution(replace(A, outputs={"n": n})) for n in (1, True, 1.0)]
    assert [found(ones[0], one) for one in ones] == [[], ["a: outputs"], ["a: outputs"]]


@pytest.mark.parametrize(
    ("ours", "where"),
    [
        ((A, C), ["task runs"]),
        ((A, B, C, C), ["task runs"]),
        ((A, C, B), ["order of task runs"]),
        ((A, B, replace(C, parent=0)), ["task runs"]),
        ((A, B, replace(C, value="x")), ["task runs"]),
        ((A, B, replace(C, iteration=1)), ["task runs"]),
    ],
    ids=["missing", "twice", "another order", "another parent", "another value", "another iteration"],
)
def test_which_task_runs_there_are_counts(ours: tuple[TaskRun, ...], where: list[str]) -> None:
    assert found(execution(A, B, C), execution(*ours)) == where


def test_a_missing_task_run_is_shown_among_the_others() -> None:
    [difference] = compare(execution(A, B, C), execution(A, C), STRICT)
    assert str(difference).splitlines() == ["task runs (- Kestra, + ours)", "      a", "    - b", "      c"]


def test_what_a_replay_made_of_a_task_run_counts() -> None:
    reused = execution(replace(A, how="reused"))
    assert found(reused, execution(replace(A, how="created"))) == ["a: how"]


def test_values_that_run_at_the_same_time_come_in_any_order() -> None:
    recorded, ours = execution(EACH, X1, X2, Y1, Y2), execution(EACH, Y1, X1, Y2, X2)
    rules = Rules(unordered={"each": "values"})
    assert (found(recorded, ours, rules), found(recorded, ours)) == ([], ["order of task runs"])


def test_the_tasks_of_one_value_keep_their_order() -> None:
    recorded, ours = execution(EACH, X1, X2), execution(EACH, X2, X1)
    assert found(recorded, ours, Rules(unordered={"each": "values"})) == ["order of task runs"]
    assert found(recorded, ours, Rules(unordered={"each": "tasks"})) == []


def test_what_differs_among_unordered_task_runs_is_found_where_it_is() -> None:
    failed = replace(Y2, state="FAILED")
    ours = execution(EACH, Y1, failed, X1, X2)
    assert found(execution(EACH, X1, X2, Y1, Y2), ours, Rules(unordered={"each": "values"})) == ["each/t2[y]: state"]


def test_what_follows_an_unordered_task_keeps_its_place() -> None:
    recorded, ours = execution(EACH, X1, Y1, A), execution(EACH, X1, A, Y1)
    assert found(recorded, ours, Rules(unordered={"each": "values"})) == ["order of task runs"]


def test_of_retries_by_the_clock_the_number_counts_and_the_end() -> None:
    often = replace(A, attempts=("FAILED", "SUCCESS"), states=("CREATED", "RETRYING", "SUCCESS"))
    other = replace(often, attempts=("RETRIED", "SUCCESS"), states=("CREATED", "SUCCESS"))
    timed = Rules(unordered={}, timed_retries=True)
    assert found(execution(often), execution(other), timed) == []
    assert found(execution(often), execution(A), timed) == ["a: attempts"]
    assert found(execution(often), execution(replace(other, state="FAILED")), timed) == ["a: state"]
    assert found(execution(often), execution(A), replace(timed, random_retries=True)) == []


def test_a_task_run_is_named_by_its_place_in_the_recording() -> None:
    shown = [replace(run, outputs={"value": f"<exec.{place}>"}) for place, run in enumerate((X1, Y1), start=1)]
    ids = {"x": ID, "y": ID[::-1]}
    raw = [replace(run, run_id=ids[run.value or ""], outputs={"value": ids[run.value or ""]}) for run in (Y1, X1)]
    rules = Rules(unordered={"each": "values"})
    assert found(execution(EACH, *shown), execution(EACH, *raw), rules) == []
    wrong = [raw[0], replace(raw[1], outputs={"value": ids["y"]})]
    assert found(execution(EACH, *shown), execution(EACH, *wrong), rules) == ["each/t1[x]: outputs"]


def test_a_task_run_to_replay_is_found_by_its_place() -> None:
    recorded, ours = execution(EACH, X1, Y1), execution(EACH, Y1, X1)
    rules = Rules(unordered={"each": "values"})
    assert matching_run(recorded, 1, ours, rules) is X1
    assert matching_run(recorded, 1, execution(EACH, Y1), rules) is None


@pytest.mark.parametrize(
    ("ours", "shown"),
    [
        ("at 2024-12-20T10:11:12.123456Z", "at <ts>"),
        ("2019-10-06T18:27:49+02:00!", "<ts>!"),
        ("run " + ID, "run <id>"),
        ("an ordinary-word-of-many-letters", "an ordinary-word-of-many-letters"),
        ({"a": [ID, 1, None]}, {"a": ["<id>", 1, None]}),
        (
            "dalsegno:///n.s/f/executions/<exec>/tasks/my_task/<exec.1>/splits.txt",
            "<stored>/executions/<exec>/tasks/my-task/<exec.1>/splits.txt",
        ),
        ("kestra:///n/s/f/executions/<exec>/inputs/file/file_876.upl", "<stored>/executions/<exec>/inputs/file/<file>"),
        ("/n/s/f/executions/<exec>/tasks/t/<exec.2>", "<stored>/executions/<exec>/tasks/t/<exec.2>"),
        ("kestra:///f/executions/<exec>/tasks/t/8761923947720884286.ion", "<stored>/executions/<exec>/tasks/t/<rand>"),
    ],
)
def test_what_changes_from_run_to_run_is_masked(ours: object, shown: object) -> None:
    assert masked(ours, {}) == shown


def test_the_longest_known_name_is_masked_first() -> None:
    assert masked("n.s.case1 n.s", {"n.s": "short", "n.s.case1": "long"}) == "long short"


def test_a_flow_tells_which_children_come_in_any_order() -> None:
    expected = {"par": "tasks", "dag": "tasks", "all_at_once": "values", "two_at_once": "values"}
    assert unordered_children(FLOW) == expected


def history(*states: str) -> list[dict[str, int]]:
    return [{"state": state_pb2.State.Value(f"STATE_{state}")} for state in states]


def test_an_execution_of_ours_is_written_as_a_recording() -> None:
    message = executor.Execution(
        execution_id=ID,
        flow_revision=3,
        state=state_pb2.STATE_FAILED,
        history=history("CREATED", "FAILED"),
        attempt_number=2,
        labels={"k": "v", "system.replay": "true"},
        task_runs=[
            executor.TaskRun(
                task_run_id="r", task_id="a", task_path="a", state=state_pb2.STATE_FAILED, attempts=history("FAILED")
            )
        ],
    )
    run = TaskRun(run_id="r", task_id="a", state="FAILED", states=(), attempts=("FAILED",), outputs={"n": 1})
    assert written(message, [{"n": 1}]) == Execution(
        execution_id=ID,
        state="FAILED",
        states=("CREATED", "FAILED"),
        revision=3,
        attempt_number=2,
        labels=(("k", "v"),),
        task_runs=(run,),
    )


def test_a_task_run_of_ours_has_its_value_and_the_index_of_its_parent() -> None:
    message = executor.Execution(
        task_runs=[
            executor.TaskRun(task_id="each", task_path="each"),
            executor.TaskRun(task_id="t", task_path="each[x]/t", value="x", iteration=0, parent_path="each"),
        ]
    )
    runs = written(message, [None, None]).task_runs
    assert [(run.value, run.iteration, run.parent) for run in runs] == [(None, None, None), ("x", 0, 0)]


@pytest.mark.parametrize(
    ("states", "word"),
    [
        (("CREATED", "SUCCESS", "RESTARTED", "SUCCESS"), "restarted"),
        (("CREATED", "SUCCESS", "RUNNING", "SUCCESS"), "reopened"),
        (("CREATED", "FAILED"), "created"),
        (("CREATED", "SUCCESS"), "created"),
    ],
)
def test_a_history_tells_what_a_replay_did(states: tuple[str, ...], word: str) -> None:
    before = executor.TaskRun(history=history("CREATED", "SUCCESS"))
    assert how(executor.TaskRun(history=history(*states)), before) == word


def test_a_task_run_that_a_restart_left_alone_is_reused() -> None:
    before = executor.TaskRun(task_run_id="r", history=history("CREATED", "SUCCESS"))
    assert how(before, before) == "reused"


def test_provenance_tells_that_a_replay_reused() -> None:
    reused = executor.TaskRun(history=history("CREATED", "SUCCESS"), reused_from={"task_run_id": "r"})
    assert how(reused, reused) == "reused"


def test_a_page_lists_differences_with_their_reasons() -> None:
    page = "# Page\n\n| case | where | why |\n| --- | --- | --- |\n| `a` | labels | because |\n| `a` | state | so |\n"
    assert documented_differences(page) == {"a": {"labels": "because", "state": "so"}}


@pytest.mark.parametrize("row", ["| a | labels | |", "| a | labels |", "| a | labels | why | more |"])
def test_a_difference_without_a_reason_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match="write case, where, why"):
        documented_differences(f"| case | where | why |\n| --- | --- | --- |\n{row}\n")
