"""Problems of a flow, printed as compilers do."""

from dalsegno.api.registry.v1 import registry_pb2 as registry
from dalsegno.cli.problems import is_error, problem_text

LINES = ["id: rides", "tasks:", "\t- id: a", "    type: Retrun"]


def printed(**fields: object) -> str:
    return problem_text("rides.yaml", LINES, registry.Problem(**fields)).plain


def test_the_line_is_shown_with_a_caret_under_the_column() -> None:
    assert printed(line=4, column=11, message="No such type.", severity=registry.SEVERITY_ERROR) == (
        "rides.yaml:4:11: error: No such type.\n    4 |     type: Retrun\n      |           ^"
    )


def test_the_caret_follows_tabs() -> None:
    assert printed(line=3, column=2, message="A tab.", severity=registry.SEVERITY_WARNING) == (
        "rides.yaml:3:2: warning: A tab.\n    3 | \t- id: a\n      | \t^"
    )


def test_a_problem_of_the_whole_file_has_no_line() -> None:
    assert printed(message="Empty.", severity=registry.SEVERITY_ERROR) == "rides.yaml: error: Empty."


def test_a_line_that_the_file_does_not_have_is_not_shown() -> None:
    assert printed(line=9, column=1, message="Gone.", severity=registry.SEVERITY_ERROR) == (
        "rides.yaml:9:1: error: Gone."
    )


def test_a_severity_that_is_not_known_counts_as_an_error() -> None:
    assert [is_error(registry.Problem(severity=number)) for number in (1, 2, 99)] == [False, True, True]
