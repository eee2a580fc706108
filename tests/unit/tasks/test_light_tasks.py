import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.debug.return_ import Return
from dalsegno_tasks.execution.fail import Fail
from dalsegno_tasks.log.log import Log


@pytest.mark.parametrize("task_class", [Log, Return, Fail])
def test_they_run_inside_the_executor(task_class):
    assert task_class.light is True


@pytest.mark.parametrize("level", ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"])
def test_log_writes_its_message_at_its_level(context, level):
    assert build(Log, {"message": "hello", "level": level}).run(context) == {}
    assert context.log.lines == [(level, "hello")]


def test_log_writes_a_line_for_each_message_of_a_list(context):
    build(Log, {"message": ["one", 2, True]}).run(context)
    assert context.log.lines == [("INFO", "one"), ("INFO", "2"), ("INFO", "true")]


def test_log_refuses_a_message_that_is_a_map(context):
    with pytest.raises(TaskFailure, match="Invalid message type 'dict'"):
        build(Log, {"message": {"a": 1}}).run(context)


def test_return_gives_its_format_back_and_measures_it(context):
    assert build(Return, {"format": "héllo"}).run(context) == {"value": "héllo"}
    assert context.metrics["length"] == 5
    assert context.metrics["duration"] < 60
    assert context.log.lines == [("DEBUG", "héllo")]


def test_return_without_a_format_gives_null(context):
    assert build(Return, {}).run(context) == {"value": None}


def test_fail_without_condition_fails_with_its_message(context):
    with pytest.raises(TaskFailure, match=r"\ATask failure\Z"):
        build(Fail, {}).run(context)
    with pytest.raises(TaskFailure, match=r"\Ano data\Z"):
        build(Fail, {"errorMessage": "no data"}).run(context)


@pytest.mark.parametrize("condition", ["true", "yes", "1", "x", True])
def test_fail_with_a_condition_that_holds_logs_the_message(context, condition):
    with pytest.raises(TaskFailure, match=r"\AFail on a condition\Z"):
        build(Fail, {"condition": condition, "errorMessage": "too few rows"}).run(context)
    assert context.log.lines == [("ERROR", "too few rows")]


@pytest.mark.parametrize("condition", ["false", "0", "-0", "", "  ", " false ", False, 0])
def test_fail_with_a_condition_that_does_not_hold_does_nothing(context, condition):
    assert build(Fail, {"condition": condition}).run(context) == {}
