"""What has to run on another revision: what changed, and what depends on it by what its expressions refer to.

The order of tasks counts only where an expression says so: a task that comes after a changed one and does not refer to
it is reused. What tasks do to each other outside of their outputs is not known here.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.flowables import FLOWABLES, Opened
from dalsegno_executor.core.mapping import Mapped
from dalsegno_executor.core.paths import ancestors, run_path, task_path
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow, Task
from dalsegno_flow.expressions.references import OWN_VALUE, Reference, references

# How a task is told, tried, kept in time, logged and placed makes no other outputs.
_NO_CHANGE = {
    "description",
    "disabled",
    "retry",
    "timeout",
    "log_level",
    "log_to_file",
    "worker_group",
    "task_cache",
    "allow_failure",
    "allow_warning",
    "plugin_defaults_ref",
    "version",
    "effects",
}
# They may look at every task that ran before.
_OF_ALL = {("outputs",), ("tasks",), ("tasksWithState()",), ("errorLogs()",), ("printContext()",)}
OWN = "[]"  # behind a place: only the run for the same value counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What runs again because of changes.

    `reruns` are places of task runs, each with the reason. `cut_offs` are the tasks, by their places in the flow, that
    run again only if one of the tasks behind them has given other outputs than in the source; a place with OWN behind
    it means the run for the same value of a loop.
    """

    reruns: Mapping[str, str] = field(default_factory=dict)
    cut_offs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def changes(mapped: Mapped, old: Flow, new: Flow, differing: Mapping[Reference, str], given: Set[str]) -> Changes:
    """Finds what has to run again on `new`.

    Args:
        mapped: the task runs of the source at their places in `new`.
        differing: as in `plan.Wish`.
        given: the places of the task runs that are given other outputs; what depends on them runs again.
    """
    return _Search(mapped, old, new, differing, given).found()


def own_references(task: Task, flow: Flow) -> Iterator[Reference]:
    """What the expressions of a task refer to, and those of the variables that it uses, but not of tasks within it."""
    todo = [*references(list(task.properties.values())), *references(task.run_if)]
    seen: set[Reference] = set()
    while todo:
        reference = todo.pop()
        if reference in seen:
            continue
        seen.add(reference)
        yield reference
        if reference[0] == "vars":
            named = flow.variables if len(reference) == 1 else {reference[1]: flow.variables.get(reference[1])}
            todo += references(dict(named))


class _Search:
    def __init__(
        self, mapped: Mapped, old: Flow, new: Flow, differing: Mapping[Reference, str], given: Set[str]
    ) -> None:
        self._mapped = mapped
        self._new = new
        self._differing = {**_variables_that_differ(old, new), **differing}
        self._given_runs = given
        self._given = {task_path(path) for path in given}
        self._runs: dict[str, list[TaskRun]] = {}
        self._paths: dict[str, list[str]] = {}
        for path, run in mapped.runs.items():
            self._runs.setdefault(task_path(path), []).append(run)
            self._paths.setdefault(task_path(path), []).append(path)
        self._places: dict[str, list[str]] = {}
        for place, task in new.walk():
            self._places.setdefault(task.id, []).append(place)
        self._order = {place: number for number, place in enumerate(new.task_paths())}
        self._gone = {task.id for _, task in old.walk()} - self._places.keys()
        self._references = {place: tuple(own_references(task, new)) for place, task in new.walk()}
        self._incomplete: set[str] = set()
        for place, task in new.walk():  # what is around before what is within
            if not task.disabled and self._is_incomplete(place, task):
                self._incomplete.add(place)
        self._must: dict[str, str] = {}
        self._maybe: dict[str, tuple[str, ...]] = {}

    def found(self) -> Changes:
        for place, task in self._new.walk():
            if self._may_run(place) and (why := self._changed(place, task)):
                unit = self._unit(place)
                self._must.setdefault(unit, why if unit == place else f"of {place}: {why}")
        while self._spread():
            pass
        reruns = {path: why for place, why in self._must.items() for path in self._paths.get(place, ())}
        for path, run in self._mapped.runs.items():
            leaf = self._new.task(place).type not in FLOWABLES if (place := task_path(path)) in self._order else False
            if leaf and run.state is State.FAILED and path not in self._given_runs:
                unit = self._unit(place)
                whole = [path] if unit == place else self._paths[unit]
                reruns.update(dict.fromkeys(whole, "it failed, and what failed runs again"))
        cut_offs = {place: needed for place, needed in self._maybe.items() if not self._is_in_another(place)}
        return Changes(
            reruns={path: why for path, why in reruns.items() if path not in self._given_runs}, cut_offs=cut_offs
        )

    def _may_run(self, place: str) -> bool:
        """Whether a task has run, and not all of its runs are given outputs."""
        return any(path not in self._given_runs for path in self._paths.get(place, ()))

    def _changed(self, place: str, task: Task) -> str:
        """Why a task has to run again, whatever becomes of others; empty when it has not."""
        fields = [name for name in self._mapped.changed.get(place, ()) if name not in _NO_CHANGE]
        if fields:
            return f"{' and '.join(f'`{name}`' for name in fields[:3])} differ{'s' * (len(fields) == 1)}"
        if task.disabled:
            return ""
        for reference in self._references[place]:
            for length in range(1, len(reference) + 1):
                if why := self._differing.get(reference[:length]):
                    return f"it refers to {'.'.join(reference[:length])}, {why}"
            whole = [one for one in self._differing if one[: len(reference)] == reference]
            if whole:
                return f"it refers to {'.'.join(reference)}, and {'.'.join(whole[0])}, {self._differing[whole[0]]}"
            if self._given and reference in _OF_ALL:
                return f"it refers to {reference[0]}, of which some are given"
            if reference[0] == "outputs" and len(reference) > 1:
                if reference[1] in self._gone:
                    return f"it refers to the outputs of {reference[1]}, which is gone"
                if self._given.intersection(self._places.get(reference[1], ())):
                    return f"it refers to the outputs of {reference[1]}, which are given"
        return ""

    def _spread(self) -> bool:
        """Finds what depends on what runs again. Says whether there was something new."""
        before = (len(self._must), dict(self._maybe))
        for place, task in self._new.walk():
            if not self._may_run(place) or task.disabled or self._is_affected_whole(place):
                continue
            if not (needed := tuple(dict.fromkeys(self._affected(place)))):
                continue
            unit = self._unit(place)
            if task.type in FLOWABLES and unit == place:
                within = f"{place}/"
                changed = any(one.startswith(within) for one in self._must)
                if changed or not all(run.state.is_reusable for run in self._runs[place]):
                    why = "something in it changed" if changed else "it had not ended well"
                    self._must[place] = f"it depends on {needed[0].removesuffix(OWN)}, and {why}"
                    continue
                inner = [one for path in self._order if path.startswith(within) for one in self._affected(path)]
                needed = tuple(dict.fromkeys(one for one in (*needed, *inner) if not one.startswith(within)))
            self._maybe[unit] = tuple(dict.fromkeys((*self._maybe.get(unit, ()), *needed)))
        for place in self._must:
            self._maybe.pop(place, None)
        return before != (len(self._must), self._maybe)

    def _affected(self, place: str) -> Iterator[str]:
        """The tasks that a task refers to and that run again, or may."""
        for reference in self._references[place]:
            if reference in _OF_ALL:
                at, around = self._order[place], {*ancestors(place)}
                again = (one for one in {*self._must, *self._maybe} if one not in around)
                yield from sorted(one for one in again if self._order[one] < at)
            elif reference[0] in {"parent", "parents"}:
                yield from (above for above in ancestors(place) if above in self._must or above in self._maybe)
            elif reference[0] in {"outputs", "tasks"}:
                for other in self._places.get(reference[1], ()):
                    if other != place and self._runs_again(other):
                        own = OWN_VALUE in reference and self._loops(other) <= self._loops(place)
                        yield f"{other}{OWN if own else ''}"

    def _loops(self, place: str) -> set[str]:
        """The loops over values around a task."""
        return {above for above in ancestors(place) if FLOWABLES[self._new.task(above).type].over_values}

    def _runs_again(self, place: str) -> bool:
        return place in self._maybe or self._is_affected_whole(place) or place in self._incomplete

    def _is_affected_whole(self, place: str) -> bool:
        """Whether a task, or a flowable around it, runs again, or may do so as a whole."""
        return place in self._must or self._is_in_another(place)

    def _is_in_another(self, place: str) -> bool:
        return any(above in self._must or above in self._maybe for above in ancestors(place))

    def _is_incomplete(self, place: str, task: Task) -> bool:
        """Whether a run of a task is still to come in the lanes that have begun, or comes again by itself."""
        if any(not run.state.is_reusable for run in self._runs.get(place, ())):
            return True
        above = place.rpartition("/")[0]
        if not above:
            return place not in self._runs
        if above not in self._runs:
            return above in self._incomplete
        around, kind = self._new.task(above), FLOWABLES[self._new.task(above).type]
        return any(
            run_path(path, task.id, lane.value) not in self._mapped.runs
            for path, run in zip(self._paths[above], self._runs[above], strict=True)
            for lane in kind.lanes(around, run.opened or Opened())
            if task in lane.tasks
        )

    def _unit(self, place: str) -> str:
        """What runs again as a whole with a task: what shares a directory with it, or goes round with it."""
        kinds = ((above, FLOWABLES[self._new.task(above).type]) for above in ancestors(place))
        return next((above for above, kind in reversed([*kinds]) if kind.has_directory or kind.turns), place)


def _variables_that_differ(old: Flow, new: Flow) -> dict[Reference, str]:
    names = dict.fromkeys([*old.variables, *new.variables])
    missing = object()
    differ = (name for name in names if old.variables.get(name, missing) != new.variables.get(name, missing))
    return {("vars", name): "which differs" for name in differ}


def standing_on(new: Flow, given: Mapping[str, str], runs_again: Set[str]) -> dict[str, str]:
    """The tasks that stand on outputs which were given, by their places in the flow, each with the one of these.

    Args:
        given: the places of the task runs that are given outputs.
        runs_again: the places in the flow of what runs; what is reused stands on what it stood on before.
    """
    found = {task_path(path): path for path in given}
    referring = {place: tuple(own_references(task, new)) for place, task in new.walk() if place in runs_again}
    ids = {place: place.rpartition("/")[2] for place in new.task_paths()}
    grows = bool(found)
    while grows:
        grows = False
        named = {ids[place]: origin for place, origin in found.items()}
        for place, some in referring.items():
            if place in found:
                continue
            origins = [named[one[1]] for one in some if one[0] == "outputs" and len(one) > 1 and one[1] in named]
            if any(one in _OF_ALL for one in some):
                origins += found.values()
            if origins:
                found[place] = origins[0]
                grows = True
    return found
