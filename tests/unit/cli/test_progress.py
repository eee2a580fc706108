"""The lines of a running execution."""

from google.protobuf.timestamp_pb2 import Timestamp

from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.cli.progress import EventLines, hush, log_lines


def lines(*events: executor.Event) -> list[str]:
    printer = EventLines()
    return [line.plain for event in events for line in printer.lines(event)]


def at(seconds: int, **kind: object) -> executor.Event:
    return executor.Event(time=Timestamp(seconds=1_000_000 + seconds), **kind)


def started(path: str, seconds: int, attempt: int = 1) -> executor.Event:
    return at(seconds, task_run_started=executor.TaskRunStarted(task_path=path, attempt_number=attempt))


def finished(path: str, seconds: int, state: state_pb2.State, **fields: object) -> executor.Event:
    return at(seconds, task_run_finished=executor.TaskRunFinished(task_path=path, state=state, **fields))


def test_a_run_is_told_from_its_beginning_to_its_end() -> None:
    assert lines(
        at(0, execution_created=executor.ExecutionCreated(namespace="company", flow_id="rides", flow_revision=2)),
        at(0, execution_started=executor.ExecutionStarted()),
        started("unzip", 0),
        finished("unzip", 2, state_pb2.STATE_SUCCESS, metrics={"records": 1200.0}),
        started("convert", 2, attempt=3),
        finished("convert", 5, state_pb2.STATE_FAILED, error="bad date\nin line 7"),
        at(5, execution_ended=executor.ExecutionEnded(state=state_pb2.STATE_FAILED)),
    ) == [
        "company.rides revision 2",
        "▸ unzip             started",
        "✓ unzip             SUCCESS    2.00 s  records 1,200",
        "▸ convert           started, attempt 3",
        "✗ convert           FAILED     3.00 s",
        "    bad date",
        "    in line 7",
        "FAILED after 5.00 s",
    ]


def test_a_failure_that_is_retried_says_when() -> None:
    again = Timestamp(seconds=1_000_012)
    failed = finished("load", 2, state_pb2.STATE_FAILED, retry_time=again)
    assert lines(started("load", 0), failed) == [
        "▸ load              started",
        "✗ load              FAILED     2.00 s  tries again in 10.00 s",
    ]


def test_a_reused_task_run_says_where_it_ran() -> None:
    carried = executor.TaskRunsCarried(
        task_runs=[
            executor.CarriedTaskRun(task_path="unzip", provenance=executor.Provenance(execution_id="first")),
            executor.CarriedTaskRun(task_path="convert", restarted=True),
        ]
    )
    assert lines(at(0, task_runs_carried=carried)) == [
        "↺ unzip             reused from first",
        "  convert           to run again",
    ]


def test_an_end_without_a_beginning_has_no_duration() -> None:
    assert lines(finished("unzip", 2, state_pb2.STATE_SUCCESS)) == ["✓ unzip             SUCCESS"]


def test_an_event_of_a_kind_that_is_not_known_is_passed_over() -> None:
    assert lines(at(0)) == []


def test_a_log_line_keeps_its_further_lines_in_its_column() -> None:
    entry = executor.LogEntry(level=executor.LOG_LEVEL_WARN, task_path="unzip", message="two\nlines\n")
    assert [line.plain for line in log_lines(entry, with_time=False)] == ["WARN   unzip  two", "       lines"]


def test_an_error_that_the_log_has_told_is_not_told_again() -> None:
    told = {"bad date"}
    event = finished("convert", 1, state_pb2.STATE_FAILED, error="bad date\n")
    hush(event, told)
    assert lines(event) == ["✗ convert           FAILED"]


def test_an_error_that_the_log_has_not_told_is_remembered() -> None:
    told: set[str] = set()
    event = finished("convert", 1, state_pb2.STATE_FAILED, error="bad date\n")
    hush(event, told)
    assert (lines(event), told) == (["✗ convert           FAILED", "    bad date"], {"bad date"})
