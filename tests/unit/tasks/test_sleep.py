import pytest

from dalsegno_tasks import TaskFailure, build, check_properties, schema
from dalsegno_tasks.flow.sleep import Sleep


@pytest.mark.parametrize(("duration", "told"), [("PT0.001S", "PT0.001S"), ("PT0S", "PT0S"), ("-PT1H", "PT-1H")])
def test_it_tells_how_long_it_waits_and_then_does(context, duration, told):
    assert build(Sleep, {"duration": duration}).run(context) == {}
    assert context.log.lines == [("INFO", f"Waiting for {told}")]


def test_it_runs_in_a_worker():
    assert Sleep.light is False


def test_a_duration_that_is_none_is_told_when_the_flow_is_saved():
    (problem,) = check_properties(Sleep, {"duration": "5 s"})
    assert problem.message == (
        "The property `duration` cannot be '5 s': '5 s' is no ISO-8601 duration; "
        "write days, hours, minutes and seconds, such as P1D, PT1H30M or PT0.5S."
    )
    assert check_properties(Sleep, {"duration": "{{ inputs.wait }}"}) == []


@pytest.mark.parametrize("duration", [5, True, ["PT5S"]])
def test_a_duration_is_a_text(duration):
    with pytest.raises(TaskFailure, match=r"a duration is a text such as PT30S or P1D\.\Z"):
        build(Sleep, {"duration": duration})


def test_editors_are_told_that_it_is_a_duration():
    told = schema(Sleep)["properties"]["duration"]
    assert (told["type"], told["format"]) == ("string", "duration")
