"""In what values differ, and where executions first part."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

ABSENT: Final = object()  # where an execution has no such value
SCHEMES = ("dalsegno:///", "kestra:///")
MAX_DEPTH = 100  # of values; deeper ones are told as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A value that is not the same everywhere; ABSENT stands where there is none."""

    name: str
    values: tuple[Any, ...]

    @property
    def of_files(self) -> bool:
        """Whether each of the values is the address of a file."""
        return all(isinstance(value, str) and value.startswith(SCHEMES) for value in self.values)


def differences(values: Sequence[Any], name: str = "", depth: int = 0) -> Iterator[Difference]:
    """The innermost values that differ, in their order; `values` are JSON values or ABSENT."""
    if depth < MAX_DEPTH and all(isinstance(value, Mapping) for value in values):
        for key in dict.fromkeys(key for value in values for key in value):
            within = f"{name}.{key}" if name else str(key)
            yield from differences([value.get(key, ABSENT) for value in values], within, depth + 1)
    elif depth < MAX_DEPTH and all(isinstance(value, list) for value in values):
        for index in range(max(map(len, values))):
            items = [value[index] if index < len(value) else ABSENT for value in values]
            yield from differences(items, f"{name}[{index}]", depth + 1)
    elif len({_text(value) for value in values}) > 1:
        yield Difference(name=name, values=tuple(values))


def _text(value: Any) -> str:
    # As JSON: 1 is not true there.
    return "" if value is ABSENT else json.dumps(value, sort_keys=True)


def merged(orders: Sequence[Sequence[str]]) -> list[str]:
    """Everything that stands in one of several lists, as near as can be to their orders."""
    places: dict[str, int] = {}
    for order in orders:
        for index, path in enumerate(order):
            places[path] = min(index, places.get(path, index))
    return sorted(places, key=lambda path: places[path])


def first_parting(differing: Sequence[str]) -> str:
    """The first of the places that differ, and the innermost: what is around it differs because of it."""
    found = next(iter(differing), "")
    while inner := next((path for path in differing if path.startswith((f"{found}/", f"{found}["))), ""):
        found = inner
    return found


def told(names: Sequence[str], of: Callable[[str], str]) -> str:
    """What several executions have, such as "FAILED in A, SUCCESS in B and C"."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(of(name), []).append(name)
    return ", ".join(f"{what} in {' and '.join(which)}" for what, which in groups.items())
