"""What counts as true in conditions. Source: Kestra's TruthUtils."""

from typing import Any

FALSE_TEXTS = frozenset({"false", "0", "-0", ""})


def is_true(value: Any) -> bool:
    """False for false, 0, -0, an empty text and nothing; true for everything else."""
    if value is None or value is False:
        return False
    return str(value).strip() not in FALSE_TEXTS
