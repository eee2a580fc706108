"""The places that a caller names: `to_parquet`, `each[value=b]/load`, `each[3,7-9]/load`, `each[*]`, `each/load`.

Values are percent-encoded, as in the places of task runs. Numbers count the values of a loop from 1, in its order. A
step of a loop without brackets stands for all its values.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.paths import steps_of, task_path
from dalsegno_runtime.errors import InvalidField

_STEP = re.compile(r"(?P<id>[^/\[\]]+)(?:\[(?P<lanes>[^\]]*)\])?(?:/(?=.)|$)", re.DOTALL)
_RANGE = re.compile(r"\s*([1-9]\d{0,8})(?:-(\d{1,9}))?\s*$")
_VALUE = "value="


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`steps` are ids, each with the text in its brackets; None without brackets."""

    steps: tuple[tuple[str, str | None], ...]

    @property
    def text(self) -> str:
        return "/".join(step if lanes is None else f"{step}[{lanes}]" for step, lanes in self.steps)

    @property
    def task_path(self) -> str:
        return "/".join(step for step, _ in self.steps)

    @property
    def names_lanes(self) -> bool:
        """Whether it names everything that runs for some values of a loop."""
        return self.steps[-1][1] is not None

    @property
    def counts(self) -> bool:
        """Whether it names values by their numbers."""
        return any(lanes is not None and lanes != "*" and not lanes.startswith(_VALUE) for _, lanes in self.steps)

    def matches(self, run: str) -> bool:
        """Whether the run at this place is meant; numbers match none."""
        steps = list(steps_of(run))
        return len(steps) == len(self.steps) + self.names_lanes and all(
            step == own and lanes in (None, "*", f"{_VALUE}{value}")
            for (step, lanes), (_, own, value) in zip(self.steps, steps, strict=False)
        )


def parse_place(field: str, text: str) -> Place:
    """Reads a place. Raises InvalidField; `field` is the request's."""
    steps: list[tuple[str, str | None]] = []
    position = 0
    while position < len(text) and (step := _STEP.match(text, position)):
        lanes = step["lanes"]
        if lanes is not None and lanes.startswith(_VALUE):
            lanes = _VALUE + quote(unquote(lanes.removeprefix(_VALUE)), safe=" ")
        elif lanes is not None and lanes != "*" and not all(map(_RANGE.match, lanes.split(","))):
            raise InvalidField(
                field, f"{text!r}: [{lanes}] is none of [value=…], [*] and numbers from 1 such as [3,7-9]."
            )
        steps.append((step["id"], lanes))
        position = step.end()
    if not steps or position < len(text):
        raise InvalidField(
            field,
            f"{text!r} is no place of a task run. Give task ids with / between them, such as each[value=b]/load; "
            "percent-encode what is no letter or digit in a value.",
        )
    return Place(steps=tuple(steps))


class Places:
    """Finds the task runs that places name."""

    def __init__(self, runs: Mapping[str, TaskRun]) -> None:
        self._runs = runs
        self._numbers: dict[str, dict[str, int]] = {}

    def found(self, place: Place) -> list[str]:
        """The places of the runs, in the order in which they ran; those directly within a lane for a lane."""
        if place.text in self._runs and not place.names_lanes:
            return [place.text]
        return [path for path in self._runs if self._is_at(path, place)]

    def _is_at(self, path: str, place: Place) -> bool:
        own = task_path(path)
        if (own.rpartition("/")[0] if place.names_lanes else own) != place.task_path:
            return False
        loop = ""
        for (step, lanes), (_, _, value) in zip(place.steps, steps_of(path), strict=False):
            loop = f"{loop}/{step}" if loop else step
            if lanes is not None and (value is None or not self._is_in(loop, lanes, value)):
                return False
            if value is not None:
                loop += f"[{_VALUE}{value}]"
        return True

    def _is_in(self, loop: str, lanes: str, value: str) -> bool:
        if lanes.startswith(_VALUE):
            return lanes == _VALUE + value
        return lanes == "*" or any(self._number(loop, value) in one for one in _ranges(lanes))

    def _number(self, loop: str, value: str) -> int:
        if loop not in self._numbers:
            run = self._runs.get(loop)
            decided = run.opened.values if run is not None and run.opened is not None else ()
            values = [quote(value, safe=" ") for value in decided] or _seen(self._runs, loop)
            self._numbers[loop] = {value: number for number, value in enumerate(values, 1)}
        return self._numbers[loop].get(value, 0)


def _seen(runs: Iterable[str], loop: str) -> Sequence[str]:
    prefix = f"{loop}[{_VALUE}"
    return list(dict.fromkeys(path[len(prefix) :].partition("]")[0] for path in runs if path.startswith(prefix)))


def _ranges(lanes: str) -> Iterator[range]:
    for part in lanes.split(","):
        if found := _RANGE.match(part):
            yield range(int(found[1]), int(found[2] or found[1]) + 1)
