"""The text of outputs."""

from typing import Any

import pytest

from dalsegno_executor.core.outputs import canonical


@pytest.mark.parametrize(
    ("outputs", "text"),
    [
        ({"b": 1, "a": "ü"}, '{"b":1,"a":"ü"}'),
        ({"value": None}, "{}"),
        ({"values": {"a": None, "b": {"c": None}}}, '{"values":{"b":{}}}'),
        ({"values": [None, {"a": None, "b": 0}]}, '{"values":[null,{"b":0}]}'),
    ],
)
def test_outputs_are_compact_and_maps_have_no_entries_that_are_null(outputs: dict[str, Any], text: str) -> None:
    assert canonical(outputs) == text
