"""A path in an expression that leads nowhere: the nearest one that leads somewhere."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dalsegno_executor.fixes.failure import Failure, Proposal
from dalsegno_flow import Path, nearest
from dalsegno_flow.expressions.references import Step, located

NAME = "key"
# Where the same name may be meant: an input for a variable, an output for an input.
ROOTS = ("inputs", "vars", "outputs", "labels", "envs", "trigger", "execution", "flow", "taskrun", "globals")
TIMES_OF_TRIGGERS = frozenset({"date", "timestamp", "startDate"})
MAX_KEYS = 10  # that an explanation lists
_STRING = re.compile(r"'([^'\\]+)'|\"([^\"\\#]+)\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadEnd:
    """A path whose step `number` is missing among the `known` keys of what leads to it."""

    steps: tuple[Step, ...]
    number: int
    owner: Any  # what the steps before it lead to

    @property
    def step(self) -> Step:
        return self.steps[self.number]

    @property
    def known(self) -> list[str]:
        return [str(key) for key in self.owner] if isinstance(self.owner, Mapping) else []

    @property
    def text(self) -> str:
        return ".".join(step.name for step in self.steps[: self.number + 1])


def keys(failure: Failure) -> Iterator[Proposal]:
    """Proposes what the author of a path may have meant, wherever that path is written."""
    template = failure.template
    if template is None:
        return
    for place in failure.texts_like(template):
        for end in dead_ends(template, failure.variables):
            for start, stop, text, confidence, why in _instead(end, failure, template):
                if edit := failure.text.with_part(place, start, stop, text):
                    explanation = f"There is no `{end.text}`{_among(end)}. {why}"
                    yield Proposal(rule=NAME, explanation=explanation, confidence=confidence, edits=(edit,))
        yield from _computed(failure, place, template)
        return


def dead_ends(template: str, variables: Mapping[str, Any]) -> Iterator[DeadEnd]:
    """The paths in a template that lead nowhere, as far as they are written out; each once."""
    seen = set()
    for steps in located(template):
        value: Any = variables
        for number, step in enumerate(steps):
            if isinstance(value, Mapping) and step.name in value:
                value = value[step.name]
                continue
            if isinstance(value, list) and step.name.isdigit():
                break
            if (steps[0].start, number) not in seen:
                seen.add((steps[0].start, number))
                yield DeadEnd(steps=steps, number=number, owner=value)
            break


Replacement = tuple[int, int, str, float, str]  # from, to, text, confidence, why


def _instead(end: DeadEnd, failure: Failure, template: str) -> Iterator[Replacement]:
    step = end.step
    word = (step.at, step.at + len(step.name))
    if dashed := _dashed(end, template):
        yield step.start, step.start + 1 + len(dashed), f"['{dashed}']", 0.95, "A name with a dash needs brackets."
        return
    if isinstance(end.owner, str):
        yield from _of_json_text(end)
        return
    others = list(elsewhere(end, failure.variables))
    # A flow without inputs has no `inputs`: it is not another root that is meant, but what is to be found there.
    known = [] if not end.number and step.name in ROOTS else end.known
    same = [name for name in known if _bare(name) == _bare(step.name)]
    near = same[0] if same else nearest(step.name, known)
    if near:
        yield *word, near, 0.95 if same else 0.85, f"`{near}` is the nearest that there is."
    for root in _owners_of_root(end, failure.variables):
        place = step.start
        yield place, place, f"{root}.", 0.8, f"`{root}.{step.name}` is there."
    for root in others:
        why = f"`{root}.{end.steps[1].name}` is there."
        yield end.steps[0].start, end.steps[0].end, root, 0.6 if near else 0.85, why
    if near:
        return
    if end.text == "trigger" and len(end.steps) > 1 and end.steps[1].name in TIMES_OF_TRIGGERS:
        either = f"(trigger.{end.steps[1].name} ?? execution.startDate)"
        why = "Nothing has triggered this execution; it has its own start."
        yield end.steps[0].start, end.steps[1].end, either, 0.75, why
    between = list(_between(end, failure.variables))
    yield from between
    if not between and end.number > 1 and end.steps[0].name == "outputs" and len(end.known) == 1:
        yield *word, end.known[0], 0.45, f"It has only `{end.known[0]}`."


def elsewhere(end: DeadEnd, variables: Mapping[str, Any]) -> Iterator[str]:
    """Other roots that have the second step of a path whose first or second is missing."""
    if end.number > 1 or len(end.steps) < 2:
        return
    for root in ROOTS:
        owner = variables.get(root)
        if root != end.steps[0].name and isinstance(owner, Mapping) and end.steps[1].name in owner:
            yield root


def _of_json_text(end: DeadEnd) -> Iterator[Replacement]:
    """A text that holds JSON has keys only once it is read: values of loops are such texts."""
    try:
        value = json.loads(end.owner)
    except ValueError:
        return
    if isinstance(value, Mapping) and end.step.name in value:
        start, stop = end.steps[0].start, end.steps[end.number - 1].end
        path = ".".join(step.name for step in end.steps[: end.number])
        why = f"`{path}` is a text that holds JSON, which fromJson reads."
        yield start, stop, f"fromJson({path})", 0.9, why


def _owners_of_root(end: DeadEnd, variables: Mapping[str, Any]) -> Iterator[str]:
    """Roots that have what is written without any: `load.uri` for `outputs.load.uri`."""
    for root in ("outputs", "inputs", "vars"):
        value: Any = variables.get(root) if end.number == 0 else None
        for step in end.steps:
            value = value.get(step.name) if isinstance(value, Mapping) else None
        if value is not None:
            yield root


def _between(end: DeadEnd, variables: Mapping[str, Any]) -> Iterator[Replacement]:
    """What is left out before a step: the value of a loop, a place in a list, or one more key."""
    place, before = end.step.start, ".".join(step.name for step in end.steps[: end.number])
    if isinstance(end.owner, list):
        if end.owner and _has(end.owner[0], end.step.name):
            yield place, place, "[0]", 0.5, f"`{before}` is a list."
        return
    if not isinstance(end.owner, Mapping) or not end.number:
        return
    lane = str(variables.get("taskrun", {}).get("value"))
    if _has(end.owner.get(lane), end.step.name):
        yield place, place, "[taskrun.value]", 0.8, f"`{before}` has something for each value of the loop."
        return
    within = [str(key) for key, value in end.owner.items() if _has(value, end.step.name)]
    if len(within) == 1 and within[0].isidentifier():
        yield place, place, f".{within[0]}", 0.8, f"`{before}.{within[0]}.{end.step.name}` is there."


def _has(value: Any, key: str) -> bool:
    return isinstance(value, Mapping) and key in value


def _dashed(end: DeadEnd, template: str) -> str:
    """The known key with dashes that is written behind the dot of a step, if one is."""
    if not end.number or template[end.step.start] != ".":
        return ""
    written = template[end.step.start + 1 :]
    found = [known for known in end.known if "-" in known and written.startswith(known)]
    return max(found, key=len, default="")


def _computed(failure: Failure, place: Path, template: str) -> Iterator[Proposal]:
    """A key that is put together: one of the texts in quotes that it is made of is changed."""
    missing = failure.root_fault.message if failure.root_fault else ""
    for owner in _owners(template, failure.variables):
        near = nearest(missing, owner) if missing not in owner else ""
        for found in _STRING.finditer(template) if near else ():
            written = found[1] or found[2]
            before, part, after = missing.partition(written)
            fits = part and near.startswith(before) and near.endswith(after) and len(near) > len(before) + len(after)
            text = near[len(before) : len(near) - len(after)] if fits else written
            if text == written or not set("'\"\\#").isdisjoint(text):
                continue
            start = found.start() + 1
            if edit := failure.text.with_part(place, start, start + len(written), text):
                explanation = f"There is no '{missing}'{_listed(owner)}. '{near}' is the nearest that there is."
                yield Proposal(rule=NAME, explanation=explanation, confidence=0.85, edits=(edit,))


def _owners(template: str, variables: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    """The keys of the maps that paths lead to."""
    for steps in located(template):
        value: Any = variables
        for step in steps:
            value = value.get(step.name) if isinstance(value, Mapping) else None
        if isinstance(value, Mapping) and len(steps) > 1:
            yield [str(key) for key in value]


def _bare(name: str) -> str:
    return re.sub(r"[_\-\s]", "", name).lower()


def _among(end: DeadEnd) -> str:
    return _listed(end.known) if end.number else ""


def _listed(known: Sequence[str]) -> str:
    if not known:
        return ""
    names = ", ".join(sorted(known)[:MAX_KEYS])
    return f" among {names}{' and others' if len(known) > MAX_KEYS else ''}"
