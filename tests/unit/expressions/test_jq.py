"""jq: plain paths are walked without any interpreter, other programs are for a runner."""

from typing import Any

import pytest

from dalsegno_flow.expressions import Engine, EvaluationError, LimitExceeded

DOCUMENT = {"a": {"b": [1.0, 12345678901234567890, None]}, "odd key": True, "none": None}


class Answering:
    """A runner that gives one answer, or fails in one way."""

    def __init__(self, answer: list[Any] | Exception) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    def run(self, program: str, document: str) -> list[Any]:
        self.asked.append((program, document))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("program", "results"),
    [
        (".", [{"a": {"b": [1.0, 12345678901234567890, None]}, "odd key": True}]),
        (" .a.b[0] ", [1.0]),
        (".a.b[-2]", [12345678901234567890]),
        (".a.b[7]", [None]),
        (".a.b[]", [1.0, 12345678901234567890, None]),
        ('.["odd key"]', [True]),
        ('."odd key"', [True]),
        (".[]", [{"b": [1.0, 12345678901234567890, None]}, True]),
        (".missing.deeper[0]", [None]),
    ],
)
def test_plain_paths_are_walked_and_leave_values_as_they_are(program: str, results: list[Any]) -> None:
    found = Engine().render_typed("{{ d | jq(p) }}", {"d": DOCUMENT, "p": program})
    assert (found, [type(value) for value in found]) == (results, [type(value) for value in results])


def test_a_text_is_read_as_json_first() -> None:
    assert Engine().render("{{ d | jq('.f') }}", {"d": '{"f": 1.50}'}) == "[1.5]"


@pytest.mark.parametrize("program", [".a.b.c", ".a[0]", ".none[]", ".a.b[0][]"])
def test_a_path_that_does_not_fit_is_refused(program: str) -> None:
    with pytest.raises(EvaluationError) as error:
        Engine().render("{{ d | jq(p) }}", {"d": {"a": {"b": [1]}, "none": None}, "p": program})
    assert error.value.message == (
        "Unable to parse jq value '{a={b=[1]}, none=null}' with type 'java.util.LinkedHashMap'"
    )


def test_a_program_goes_to_the_runner_with_the_document_as_json() -> None:
    runner = Answering([1, 2])
    assert Engine(jq=runner).render("{{ d | jq('.a | keys') }}", {"d": {"a": {"x": 1.0}}}) == "[1,2]"
    assert runner.asked == [(".a | keys", '{"a":{"x":1.0}}')]


def test_without_a_runner_a_program_is_an_error_that_says_so() -> None:
    with pytest.raises(EvaluationError) as error:
        Engine().render("{{ [] | jq('length') }}", {})
    assert error.value.message == (
        "The 'jq' filter was asked for 'length', and nothing here runs jq programs: "
        "only plain paths such as .a.b[0] can be used"
    )


@pytest.mark.parametrize(
    ("failure", "raised", "message"),
    [
        (TimeoutError("longer than 5 s"), LimitExceeded, "jq program 'length' ran too long: longer than 5 s"),
        (MemoryError("1 GiB"), LimitExceeded, "jq program 'length' needs too much memory: 1 GiB"),
        (ValueError("syntax"), EvaluationError, "Unable to parse jq value '[]' with type 'java.util.ArrayList'"),
    ],
)
def test_what_the_runner_raises_becomes_an_expression_error(
    failure: Exception, raised: type[Exception], message: str
) -> None:
    with pytest.raises(raised) as error:
        Engine(jq=Answering(failure)).render("{{ [] | jq('length') }}", {})
    assert error.value.message == message  # type: ignore[attr-defined] # both are ExpressionErrors
