"""Rules that propose edits of a flow for the failure of a task run, one module each. They are pure.

A rule looks at a failure and yields proposals. Whether a proposal mends anything is for `suggesting` to try.
"""

from collections.abc import Sequence

from dalsegno_executor.fixes.columns import columns
from dalsegno_executor.fixes.date_patterns import date_patterns
from dalsegno_executor.fixes.failure import Failure, Proposal, RuleOf, Sample
from dalsegno_executor.fixes.inputs import inputs
from dalsegno_executor.fixes.keys import keys
from dalsegno_executor.fixes.modules import modules
from dalsegno_executor.fixes.names import braces, names, secret_names, sql_names
from dalsegno_executor.fixes.subflows import subflows
from dalsegno_executor.fixes.urls import schemes, urls
from dalsegno_tasks.serdes.row_errors import PATTERN_FAILURE, TYPE_FAILURE

RULES: tuple[RuleOf, ...] = (
    date_patterns,
    columns,
    keys,
    names,
    braces,
    secret_names,
    sql_names,
    inputs,
    modules,
    subflows,
    schemes,
    urls,
)

__all__ = ["RULES", "Failure", "Proposal", "RuleOf", "Sample", "proposals", "row_and_field"]


def proposals(failure: Failure) -> Sequence[Proposal]:
    """What the rules propose, the likeliest first."""
    found = [proposal for rule in RULES for proposal in rule(failure)]
    return sorted(found, key=lambda proposal: -proposal.confidence)


def row_and_field(error: str) -> tuple[int, str]:
    """The row and the field of a table that an error is about; 0 and an empty text when it is about none."""
    found = PATTERN_FAILURE.match(error) or TYPE_FAILURE.match(error)
    return (int(found["row"]), found["field"]) if found else (0, "")
