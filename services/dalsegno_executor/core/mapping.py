"""Which task runs of an execution stand for which tasks of another revision of its flow.

A task is the same when its id is; one whose id is gone, when the new revision has exactly one task with an identical
definition that the old one did not have, or when the caller says so. Nothing else is ever taken for the same task, and
neither is one that has come into a branch that it was not in: nothing says that this branch would have run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise

from dalsegno_executor.core.errors import MapInvalid
from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.flowables import FLOWABLES
from dalsegno_executor.core.paths import steps_of, task_path
from dalsegno_flow import Flow, Task
from dalsegno_flow.flowables import current_type

_NOT_COMPARED = {"id", "description", "children", "properties", "type"}
# Where tasks stand that run in any case.
_CERTAIN = {"tasks", "finally"}
_COMPARED = tuple(one.name for one in fields(Task) if one.name not in _NOT_COMPARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The task runs of the source in their order, by their places in the new revision.

    `dropped` are those that have none. `places` are the tasks of the new revision that the old one had, each with its
    path there. `ambiguous` are tasks of the new revision that may be a renamed one, each with the old tasks that it
    may be. `changed` are the properties in which the two revisions of a task differ.
    """

    runs: Mapping[str, TaskRun]
    dropped: Sequence[TaskRun] = ()
    places: Mapping[str, str]
    ambiguous: Mapping[str, Sequence[str]] = field(default_factory=dict)
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def map_runs(runs: Mapping[str, TaskRun], old: Flow, new: Flow, task_map: Mapping[str, str]) -> Mapped:
    """Finds the place in `new` of every task run of an execution of `old`.

    Args:
        runs: the task runs by their places.
        task_map: what the caller says, as in `plan.Wish`.

    Raises:
        MapInvalid: `task_map` names a task that there is not, or two that become one.
    """
    if old is new and not task_map:
        return Mapped(runs=runs, places={place: place for place in new.task_paths()})
    became, ambiguous = _became(runs, old, new, task_map)
    was = {place: before for before, place in became.items()}
    known = set(old.task_paths())
    moved = {}
    for path in runs:
        if task_path(path) in known:
            moved[path] = _moved(path, became, was, new)
        else:
            moved[path] = path if _stays(path, became) else ""
    return Mapped(
        runs={place: runs[path] for path, place in moved.items() if place},
        dropped=[run for path, run in runs.items() if not moved[path]],
        places=was,
        ambiguous=ambiguous,
        changed={
            place: changed
            for place, before in was.items()
            if (changed := changed_fields(old.task(before), new.task(place)))
        },
    )


def _became(
    runs: Mapping[str, TaskRun], old: Flow, new: Flow, task_map: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Which task of `new` each task of `old` is, and which of `new` may be one of several."""
    became = dict(_said(old, new, task_map))
    taken = set(became.values())
    ids = {task.id: place for place, task in new.walk()}
    places = set(new.task_paths())
    for place, task in old.walk():
        if place in became:
            continue
        found = place if place in places else ids.get(task.id, "")
        if found and found not in taken:
            became[place] = found
            taken.add(found)
    ran = {task_path(path) for path in runs}
    lost = [place for place, _ in old.walk() if place not in became and place in ran]
    candidates = {
        place: [other for other, task in new.walk() if other not in taken and _is_same(old.task(place), task)]
        for place in lost
    }
    wanted: dict[str, list[str]] = {}
    for place, found_for in candidates.items():
        for other in found_for:
            wanted.setdefault(other, []).append(place)
    ambiguous = {}
    for other, lost_for in wanted.items():
        if len(lost_for) == 1 and len(candidates[lost_for[0]]) == 1:
            became[lost_for[0]] = other
        else:
            ambiguous[other] = lost_for
    return dict(_in_like_branches(became, old, new)), ambiguous


def _in_like_branches(became: Mapping[str, str], old: Flow, new: Flow) -> Iterator[tuple[str, str]]:
    before, after = dict(_branches(old)), dict(_branches(new))
    for place, found in became.items():
        known = {(became.get(owner, owner), slot) for owner, slot in before[place]}
        if found and known.issuperset(after[found]):
            yield place, found


def _branches(flow: Flow) -> Iterator[tuple[str, frozenset[tuple[str, str]]]]:
    """Every task with the branches around it, each by its owner's path and its slot; the flow's own path is ""."""
    around: dict[str, frozenset[tuple[str, str]]] = {task.id: frozenset({("", "errors")}) for task in flow.errors}
    for path, task in flow.walk():
        own = around.setdefault(path, frozenset())
        yield path, own
        for slot, children in task.children.items():
            within = own if slot in _CERTAIN else own | {(path, slot)}
            around.update((f"{path}/{child.id}", within) for child in children)


def _said(old: Flow, new: Flow, task_map: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    olds, news = old.task_paths(), new.task_paths()
    for before, after in task_map.items():
        if before not in olds:
            raise MapInvalid(before, f"the replayed execution's revision has no task {before!r}", olds)
        if after and after not in news:
            raise MapInvalid(before, f"the revision to run has no task {after!r}", news)
        if after and after in seen:
            raise MapInvalid(before, f"{seen[after]!r} is to become {after!r} already", ())
        seen[after] = before
        yield before, after


def _is_same(before: Task, after: Task) -> bool:
    """Whether two tasks with different ids are defined alike."""
    if before.id == after.id or current_type(before.type) != current_type(after.type):
        return False
    return replace(before, id="", description="", type="") == replace(after, id="", description="", type="")


def changed_fields(before: Task, after: Task) -> tuple[str, ...]:
    """The properties of a task, but for the tasks that it holds, in which it differs."""
    found = [] if current_type(before.type) == current_type(after.type) else ["type"]
    found += [name for name in _COMPARED if getattr(before, name) != getattr(after, name)]
    names = dict.fromkeys([*before.properties, *after.properties])
    missing = object()
    found += [name for name in names if before.properties.get(name, missing) != after.properties.get(name, missing)]
    return tuple(found)


def _moved(path: str, became: Mapping[str, str], was: Mapping[str, str], new: Flow) -> str:
    """The place of a run in the new revision; empty when it has none."""
    before = task_path(path)
    after = became.get(before)
    if after is None:
        return ""
    values = {place: value for place, _, value in steps_of(path)}
    moved = ""
    steps = list(steps_of(after))
    for (place, step_id, _), (_, next_id, _) in pairwise(steps):
        moved = f"{moved}/{step_id}" if moved else step_id
        task, earlier = new.task(place), was.get(place, "")
        value = values.pop(earlier, None)
        if not (earlier or FLOWABLES[task.type].plain) or (value is not None) != _has_values(task, next_id):
            return ""
        moved += f"[value={value}]" if value is not None else ""
    values.pop(before, None)
    left = any(value is not None for value in values.values())
    return "" if left else f"{moved}/{steps[-1][1]}".lstrip("/")


def _has_values(task: Task, child_id: str) -> bool:
    """Whether a child of a task runs once for each value; those that handle its end do not."""
    return FLOWABLES[task.type].over_values and any(child.id == child_id for child in task.children.get("tasks", ()))


def _stays(path: str, became: Mapping[str, str]) -> bool:
    """Whether a run whose task its flowable has brought stays where it is, because that one does."""
    above = task_path(path).rpartition("/")[0]
    return became.get(above) == above
