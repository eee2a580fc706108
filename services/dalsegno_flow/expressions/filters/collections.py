"""Filters of lists and maps, and those that lists and texts share."""

from collections.abc import Hashable
from typing import Any

from dalsegno_flow.expressions.callables import FilterTable
from dalsegno_flow.expressions.comparison import equality_key, is_empty
from dalsegno_flow.expressions.errors import BareError, EvaluationError
from dalsegno_flow.expressions.filters.arguments import whole_number
from dalsegno_flow.expressions.java_values import Value, bad_cast, java_class, text
from dalsegno_flow.expressions.limits import bounded, bounded_list, joined

FILTERS = FilterTable()


@FILTERS.add("default", "default", keeps_null=True, rescues_missing=True)
def _default(value: Value, default: Value = None) -> Value:
    return default if is_empty(value) else value


@FILTERS.add("first")
def _first(value: Value) -> Value:
    return _end(value, 0)


@FILTERS.add("last")
def _last(value: Value) -> Value:
    return _end(value, -1)


def _end(value: Value, at: int) -> Value:
    if not isinstance(value, (str, list)):
        raise bad_cast(value, "java.util.Collection")
    if value == "":
        raise BareError("Index 0 out of bounds for length 0")
    return value[at] if value else None


@FILTERS.add("length", keeps_null=True)
def _length(value: Value) -> int:
    return len(value) if isinstance(value, (str, list, dict)) else 0


@FILTERS.add("join", "separator")
def _join(value: Value, separator: str | None = None) -> str:
    if not isinstance(value, list):
        raise EvaluationError("The 'join' filter expects that the input is either a collection or an array.")
    return joined(map(text, value), separator or "")


@FILTERS.add("keys")
def _keys(value: Value) -> list[Value]:
    if isinstance(value, dict):
        return list(value)
    if isinstance(value, list):
        return list(range(len(value)))
    raise EvaluationError(
        f"'keys' filter can only be applied to List, Map, Array. Actual type was: {java_class(value)}"
    )


@FILTERS.add("values")
def _values(value: Value) -> list[Value]:
    if isinstance(value, dict):
        return list(value.values())
    raise EvaluationError(f"'values' filter can only be applied to Map. Actual type was: {java_class(value)}")


@FILTERS.add("flatten")
def _flatten(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise EvaluationError("The 'flatten' filter can only be applied to lists.")
    return [part for item in value for part in (item if isinstance(item, list) else [item])]


@FILTERS.add("distinct", keeps_null=True)
def _distinct(value: Value) -> Value:
    if value is None:
        return "null"
    first_of_each: dict[Hashable, Value] = {}
    for item in value:
        first_of_each.setdefault(equality_key(item), item)
    return list(first_of_each.values())


@FILTERS.add("chunk", "size")
def _chunk(value: Value, size: Value = None) -> list[Value]:
    length = whole_number(size)
    return [value[i : i + length] for i in range(0, len(value), length)]


@FILTERS.add("reverse")
def _reverse(value: Value) -> Value:
    return value[::-1]


@FILTERS.add("sort")
def _sort(value: Value) -> list[Value]:
    return sorted(_of_one_class(value))


@FILTERS.add("rsort")
def _rsort(value: Value) -> list[Value]:
    return sorted(_of_one_class(value), reverse=True)


def _of_one_class(items: Any) -> Any:
    for item in items:
        if type(item) is not type(items[0]):
            raise BareError(f"class {java_class(items[0])} cannot be cast to class {java_class(item)}")
    return items


@FILTERS.add("merge", "items", keeps_null=True)
def _merge(value: Value, items: Value = None) -> Value:
    if value is None and items is None:
        raise EvaluationError("The two arguments to be merged are null")
    if value is None or items is None:
        return value if items is None else items
    if isinstance(value, dict):
        return bounded({**value, **(items if isinstance(items, dict) else {item: item for item in items})})
    return bounded_list([*value, *items])


@FILTERS.add("slice", "fromIndex", "toIndex")
def _slice(value: Value, from_index: Value = 0, to_index: Value = None) -> Value:
    start = int(from_index or 0)
    if not isinstance(value, (str, list)):
        raise EvaluationError(
            f"Slice filter can only be applied to String, List and array inputs. Actual type was: {java_class(value)}"
        )
    if start < 0:
        raise BareError("fromIndex must be greater than 0")
    if to_index is not None and to_index > len(value):
        raise EvaluationError(f"toIndex must be smaller than input size: {len(value)}")
    if to_index is not None and start >= to_index:
        raise EvaluationError("toIndex must be greater than fromIndex")
    return value[start:to_index]
