"""What is proposed for the errors of a source: whatever stands there, edits that can be made."""

from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor.fixes.names import SQL
from dalsegno_executor.fixes.validation import CONFIDENCES, _forms, alternatives
from dalsegno_executor.ports import FlowProblem
from dalsegno_flow import examine_flow
from dalsegno_flow.editing import SourceText, applied
from support.properties import examples

PIECES = ["id: a\n", "tasks:\n", "  - ", "id: b\n", "    type: c\n", "timeout: 30s\n", "x", ": ", "[", "]", "{", "}"]
PIECES += ["'", '"', "|\n", "&a ", "*a", "{{ outputs.a-b.c }}", "\n", "# c\n", "é", "\t", "\ufeff", "- - "]
MESSAGES = ["cannot be", "must be quoted", "require bracket notation"]


@examples(300)
@given(
    st.lists(st.sampled_from(PIECES), max_size=25),
    st.integers(0, 8),
    st.integers(0, 12),
    st.sampled_from(MESSAGES),
    st.sampled_from(["", "other", "a: b"]),
)
def test_any_error_of_any_source_leads_to_edits_that_can_be_made(
    pieces: list[str], line: int, column: int, message: str, instead: str
) -> None:
    source = "".join(pieces)
    told = [FlowProblem(line=line, column=column, path="", message=message, instead=instead)]
    told += [
        FlowProblem(line=one.line, column=one.column, path=one.path, message=one.message, instead=one.instead)
        for one in examine_flow(source).problems
    ]
    text = SourceText(source)
    for problem in told:
        for alternative in alternatives(text, problem):
            assert applied(source, alternative.edits) != source or instead


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("yes", [True, ["yes"], "yes"]),
        ("0", [False, 0, "PT0S", ["0"], "0"]),
        ("12", [12, "PT12S", ["12"], "12"]),
        ("90s", ["PT90S", ["90s"], "90s"]),
        ("1.5 h", ["PT1.5H", ["1.5 h"], "1.5 h"]),
        ("250ms", ["PT0.25S", ["250ms"], "250ms"]),
        ("2 days", ["P2D", ["2 days"], "2 days"]),
        ("01:30", ["PT1H30M", ["01:30"], "01:30"]),
        ("00:00:00", ["PT0S", ["00:00:00"], "00:00:00"]),
        ("text", [["text"], "text"]),
    ],
)
def test_a_value_has_these_forms(written: str, forms: list[object]) -> None:
    assert list(_forms(written)) == forms


def test_every_rule_is_on_the_page() -> None:
    """docs/fixes.md has all rules that fixes name."""
    modules = ["columns", "date_patterns", "inputs", "keys", "modules", "names", "subflows", "urls"]
    rules = {import_module(f"dalsegno_executor.fixes.{name}").NAME for name in modules} | {SQL, *CONFIDENCES}
    page = (Path(__file__).parents[3] / "docs" / "fixes.md").read_text()
    table = page.split("## The rules")[1].split("## How far")[0]
    assert {rule for rule in rules if f"`{rule}`" not in table} == set()
