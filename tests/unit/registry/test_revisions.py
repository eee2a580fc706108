"""When a source makes a revision, and how two of them differ."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow import Problem, Severity
from dalsegno_registry.core.answers import read_answer, write_answer
from dalsegno_registry.core.errors import FlowInvalid, RevisionConflict
from dalsegno_registry.core.revisions import Draft, Put, Revision, decide_put, revisions_diff, same_source

NOW = datetime(2024, 6, 11, 17, 20, 6, tzinfo=UTC)
SOURCES = st.text("ab \n\r#", max_size=12)


def draft(source: str) -> Draft:
    return Draft(namespace="company.team", flow_id="trips", source=source, description="", disabled=False)


def revision(number: int, source: str = "a\n") -> Revision:
    return draft(source).numbered(number, NOW)


def test_the_first_source_is_revision_one():
    put = decide_put(draft("a"), None, 0, None, NOW)
    assert (put.revision, put.created) == (revision(1, "a"), True)


def test_another_source_takes_the_number_after_the_last_one_ever_given():
    assert decide_put(draft("b"), revision(2), 2, None, NOW).revision == revision(3, "b")
    assert decide_put(draft("b"), None, 7, None, NOW).revision == revision(8, "b")


def test_the_latest_source_again_keeps_its_revision_as_it_was():
    latest = revision(2, "a\n")
    assert decide_put(draft("a"), latest, 2, None, NOW) == Put(revision=latest, created=False, warnings=())


@pytest.mark.parametrize(("expected", "latest"), [(0, None), (2, revision(2))])
def test_an_expected_revision_that_is_the_latest_lets_the_put_pass(expected: int, latest: Revision | None):
    assert decide_put(draft("b"), latest, 2, expected, NOW).revision.revision == 3


@pytest.mark.parametrize(("expected", "latest"), [(0, revision(2)), (1, revision(2)), (3, revision(2)), (2, None)])
@pytest.mark.parametrize("source", ["a", "b"])
def test_any_other_expected_revision_is_a_conflict_even_for_the_same_source(
    expected: int, latest: Revision | None, source: str
):
    with pytest.raises(RevisionConflict):
        decide_put(draft(source), latest, 2, expected, NOW)


@pytest.mark.parametrize(
    ("expected", "latest", "words"),
    [
        (1, 2, "expected revision 1, and revision 2 is the latest."),
        (0, 2, "expected no such flow yet, and revision 2 is the latest."),
        (2, 0, "expected revision 2, and there is no such flow."),
    ],
)
def test_a_conflict_says_what_was_expected_and_found(expected: int, latest: int, words: str):
    assert str(RevisionConflict("a", "b", expected, latest)) == (
        f"The flow a.b was changed by somebody else: the call {words} Read the flow again and repeat the change on it."
    )


@pytest.mark.parametrize("other", ["a\nb\n", "a\r\nb\r\n", "a\rb", "a\nb"])
def test_line_ends_and_the_last_newline_make_no_difference(other: str):
    assert same_source("a\nb\n", other) is True


@pytest.mark.parametrize("other", ["a\nb \n", "a\nb # c\n", "a\n\nb\n", "a\nb\n\n", "\na\nb\n", "b\na\n"])
def test_everything_else_makes_a_difference(other: str):
    assert same_source("a\nb\n", other) is False


def test_a_difference_names_both_revisions_and_shows_three_lines_around():
    old = "".join(f"{number}\n" for number in range(1, 10))
    new = old.replace("5\n", "five\n").replace("9\n", "9")
    assert revisions_diff(revision(1, old), revision(4, new)) == (
        "--- company.team.trips revision 1\n"
        "+++ company.team.trips revision 4\n"
        "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
    )


def test_without_an_older_revision_every_line_is_new():
    assert revisions_diff(None, revision(1, "a\nb")) == (
        "--- company.team.trips revision 0\n+++ company.team.trips revision 1\n@@ -0,0 +1,2 @@\n+a\n+b\n"
    )


@given(SOURCES, SOURCES)
def test_a_difference_is_empty_exactly_when_the_sources_are_the_same(old: str, new: str):
    assert (revisions_diff(revision(1, old), revision(2, new)) == "") == same_source(old, new)


@given(st.lists(SOURCES, max_size=8))
def test_putting_sources_in_turn_numbers_each_change_without_a_gap(sources: list[str]):
    latest: Revision | None = None
    changes = 0
    for source in sources:
        changes += latest is None or not same_source(latest.source, source)
        latest = decide_put(draft(source), latest, latest.revision if latest else 0, None, NOW).revision
        assert latest.revision == changes


def test_an_answer_comes_back_as_it_was_written():
    warning = Problem(line=1, column=2, path='a["é"]', message="ö\n", severity=Severity.WARNING)
    put = Put(revision=replace(revision(3, "é: \u2028"), disabled=True), created=True, warnings=(warning, warning))
    assert read_answer(write_answer(put)) == put


def problem(index: int, message: str = "wrong", severity: Severity = Severity.ERROR) -> Problem:
    return Problem(line=index, column=5, path=f"tasks[{index}]", message=message, severity=severity)


def test_an_invalid_flow_is_told_with_the_count_and_the_first_error():
    error = FlowInvalid((problem(1, "odd", Severity.WARNING), problem(2), problem(3)))
    assert (error.message, error.metadata) == (
        "The flow has 2 problems. Line 2, column 5: wrong",
        {"problem_count": "2"},
    )
    assert [(violation.field, violation.description) for violation in error.violations] == [
        ("tasks[2]", "line 2, column 5: wrong"),
        ("tasks[3]", "line 3, column 5: wrong"),
    ]


def test_a_problem_of_the_whole_source_has_that_as_its_field():
    error = FlowInvalid((Problem(line=1, column=1, path="", message="empty"),))
    assert [violation.field for violation in error.violations] == ["source"]


def test_violations_and_texts_end_where_trailers_would_be_too_long():
    error = FlowInvalid(tuple(problem(index, "é" * 1000) for index in range(1000)))
    sizes = [len(violation.description.encode()) for violation in error.violations]
    assert (sum(sizes) <= 3000, len(sizes), len(error.message)) == (True, 5, 300)
    assert error.metadata == {"problem_count": "1000"}
