"""The outputs of task runs as text."""

import json
from collections.abc import Mapping
from typing import Any


def canonical(outputs: Any) -> str:
    """The one spelling of outputs: that of `compact`, where no map has an entry that is null.

    Source: Kestra's JacksonMapper, through which all outputs go; so `outputs.task.value` that is null is not found.
    """
    return compact(_without_nulls(outputs))


def compact(value: Any) -> str:
    """JSON without spaces, in UTF-8, keys in their own order, because expressions show that order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nulls(entry) for key, entry in value.items() if entry is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list | tuple) else value
