"""What Switch does when no case is chosen."""

from datetime import UTC, datetime

import pytest

from dalsegno_executor.core.flowables import CannotOpen, Situation
from dalsegno_executor.core.flowables.branches import Switch

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def situation(*, defaults: bool) -> Situation:
    return Situation(properties={"value": "x", "cases": ["a"], "defaults": defaults}, now=NOON, start=NOON)


def test_a_switch_without_a_case_runs_its_defaults() -> None:
    opened = Switch().open(situation(defaults=True))
    assert (opened.branch, opened.outputs) == ("defaults", {"value": "x", "defaults": True})


def test_a_switch_without_a_case_and_without_defaults_fails_and_has_outputs() -> None:
    with pytest.raises(CannotOpen, match="No case is 'x', and there are no `defaults`") as refused:
        Switch().open(situation(defaults=False))
    assert refused.value.outputs == {"value": "x", "defaults": True}
