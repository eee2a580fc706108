"""The tests behind `is` and `is not`, by name."""

import json
from collections.abc import Mapping

from dalsegno_flow.expressions.callables import Test
from dalsegno_flow.expressions.comparison import equal, is_empty
from dalsegno_flow.expressions.errors import EvaluationError
from dalsegno_flow.expressions.java_values import Value


def _is_even(value: Value) -> bool:
    if value is None:
        raise EvaluationError('Can not pass null value to "even" test.')
    return bool(value % 2 == 0)


def _is_json(value: Value) -> bool:
    try:
        json.loads(value)
    except (TypeError, ValueError):
        return False
    return True


TESTS: Mapping[str, Test] = {
    test.name: test
    for test in (
        Test(name="defined", run=lambda value: value is not None, rescues_missing=True),
        Test(name="null", run=lambda value: value is None),
        Test(name="empty", run=is_empty),
        Test(name="even", run=_is_even),
        Test(name="odd", run=lambda value: not _is_even(value)),
        Test(name="iterable", run=lambda value: isinstance(value, list)),
        Test(name="map", run=lambda value: isinstance(value, dict)),
        Test(name="json", run=_is_json),
        Test(name="equalTo", run=lambda value, other=None: equal(value, other), parameters=("value",)),
    )
}
