import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.debug.echo import Echo
from dalsegno_tasks.debug.return_ import Return
from dalsegno_tasks.execution.assert_ import Assert
from dalsegno_tasks.execution.fail import Fail
from dalsegno_tasks.log.log import Log
from dalsegno_tasks.output.output_values import OutputValues


@pytest.mark.parametrize("task_class", [Log, Echo, Return, Fail, Assert, OutputValues])
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


def test_echo_writes_its_text_at_its_level(context):
    assert build(Echo, {"format": "hello", "level": "WARN"}).run(context) == {}
    assert build(Echo, {"format": 7}).run(context) == {}
    assert context.log.lines == [("WARN", "hello"), ("INFO", "7")]


def traced(template, text="", error=None):
    return {"template": template, "text": text, "error": error}


def test_assert_counts_the_conditions_that_hold(context):
    conditions = [traced("{{ a }}", "true"), "yes", True, 1]
    assert build(Assert, {"conditions": conditions}).run(context) == {}
    assert (context.log.lines, dict(context.metrics)) == ([], {"success": 4, "failed": 0})


def test_assert_logs_each_condition_that_does_not_hold_as_it_stands_in_the_flow(context):
    conditions = [traced("{{ a }}", "false"), traced("{{ b }}", error="Unable to find `b`"), "true", "0", ""]
    with pytest.raises(TaskFailure, match=r"\A4 assertions failed!\Z"):
        build(Assert, {"conditions": conditions}).run(context)
    assert context.log.lines == [
        ("ERROR", "Assertion `{{ a }}` failed!"),
        ("ERROR", "Assertion `{{ b }}` failed, failed to render `Unable to find `b``"),
        ("ERROR", "Assertion `0` failed!"),
        ("ERROR", "Assertion `` failed!"),
    ]
    assert dict(context.metrics) == {"success": 1, "failed": 4}


def test_assert_adds_the_flows_own_message(context):
    with pytest.raises(TaskFailure, match=r"\A1 assertion failed!\nno rows for May\Z"):
        build(Assert, {"conditions": ["false"], "errorMessage": traced("{{ m }}", "no rows for May")}).run(context)


def test_a_message_that_cannot_be_rendered_matters_only_when_an_assertion_fails(context):
    message = traced("{{ m }}", error="Unable to find `m`")
    assert build(Assert, {"conditions": ["true"], "errorMessage": message}).run(context) == {}
    with pytest.raises(TaskFailure, match=r"\AUnable to find `m`\Z"):
        build(Assert, {"conditions": ["false"], "errorMessage": message}).run(context)


def test_output_values_gives_back_values_of_every_type(context):
    values = {"text": "a", "number": 1.5, "list": [1, None], "map": {"b": True}, "nothing": None}
    assert build(OutputValues, {"values": values}).run(context) == {"values": values}
    assert build(OutputValues, {"values": '{"a": 1}'}).run(context) == {"values": {"a": 1}}
    assert build(OutputValues, {}).run(context) == {"values": {}}
