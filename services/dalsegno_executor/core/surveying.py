"""What a planner looks at: the new revision with the task runs of the source, and what is asked of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dalsegno_executor.core.changes import Changes
from dalsegno_executor.core.flowables import Lane
from dalsegno_executor.core.mapping import Mapped
from dalsegno_executor.core.paths import ancestors, parent_path, run_path, task_path
from dalsegno_executor.core.places import Place
from dalsegno_executor.core.plan import Verdict
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow, Task


class Survey:
    """`starts`, `missing` and `overrides` are places of runs, as in `plan.Wish`; nothing of it changes.

    `around` are the flowables around something that is asked for, `within` the runs directly in each place.
    """

    def __init__(
        self,
        new: Flow,
        mapped: Mapped,
        starts: Sequence[str],
        missing: Mapping[str, str],
        skips: Sequence[Place],
        changed: Changes,
        overrides: Mapping[str, str],
    ) -> None:
        self.new = new
        self.mapped = mapped
        self.runs = mapped.runs
        self.starts = set(starts)
        self.missing = {path: lost for path, lost in missing.items() if path not in self.starts}
        self.reruns = changed.reruns
        self.cut_offs = changed.cut_offs
        self.overrides = overrides
        self._skips = skips
        open_ended = [path for path in self.runs if task_path(path) in self.cut_offs]
        skipped = [path for path in self.runs if self.is_skipped_anew(path)]
        given = [path for path in overrides if not self.runs[path].state.is_reusable]
        within = (*starts, *self.missing, *self.reruns, *open_ended, *given, *skipped)
        self.around = {above for path in within for above in ancestors(path)}
        # What comes after these in their lanes runs again.
        self._leading = {place for start in starts for place in (start, *ancestors(start))}
        self.marked = self.starts | self.missing.keys() | self.reruns.keys() | self.around
        self._touched = {above for place in self._fresh_places() for above in (place, *ancestors(place))}
        self.within: dict[str, list[str]] = {}
        for path in self.runs:
            self.within.setdefault(parent_path(path), []).append(path)

    def _fresh_places(self) -> list[str]:
        """The tasks that are new where they are, and have not run."""
        was = self.mapped.places
        found = [place for place, task in self.new.walk() if was.get(place) != place and not task.disabled]
        ran = {task_path(path) for path in self.runs} if found else set()
        return [place for place in found if place not in was or place not in ran]

    def is_touched(self, place: str, lanes: Sequence[Lane]) -> bool:
        """Whether a lane of a flowable has a new task in it."""
        return bool(self._touched) and any(
            f"{place}/{task.id}" in self._touched for lane in lanes for task in lane.tasks
        )

    def begins_at(self, path: str) -> bool:
        return path in self.marked or self.is_skipped_anew(path)

    def is_skipped_anew(self, path: str) -> bool:
        """Whether a run is to be skipped that has nothing to be reused."""
        run = self.runs.get(path)
        return run is not None and not run.state.is_reusable and self.is_skipped(path)

    def is_skipped(self, path: str) -> bool:
        return any(skip.matches(path) for skip in self._skips)

    def has_failed(self, path: str, lanes: Sequence[Lane]) -> bool:
        """Whether a run in the lanes has failed, and the revision has it."""
        tasks = ((lane, task) for lane in lanes for task in lane.tasks if not task.disabled)
        children = (run_path(path, task.id, lane.value) for lane, task in tasks)
        return any(
            child in self.runs and child not in self.overrides and self.runs[child].state is State.FAILED
            for child in children
        )

    def kept_failure(self, path: str, lane: Lane) -> str:
        """The place of a run that ends this lane and is not run again; empty when there is none."""
        for task in lane.tasks:
            child = run_path(path, task.id, lane.value)
            run = self.runs.get(child)
            if run is None or child in self._leading or child in self.overrides or task_path(child) in self._touched:
                return ""
            if run.state is State.FAILED:
                return "" if child in self.marked or self.is_skipped(child) else child
        return ""

    def verdict_on_new(self, place: str) -> Verdict:
        return Verdict.FIRST_RUN if place in self.mapped.places else Verdict.NEW_TASK


def in_turn(lanes: Sequence[Lane]) -> Iterable[int]:
    """The positions of lanes, each after those that it waits for."""
    if not any(lane.after for lane in lanes):
        return range(len(lanes))
    order: dict[int, None] = {}

    def take(position: int) -> None:
        for other in lanes[position].after:
            if other not in order:
                take(other)
        order[position] = None

    for position in range(len(lanes)):
        take(position)
    return order


def not_in(lanes: Sequence[Lane], task: Task, path: str) -> Iterator[tuple[Task, str]]:
    """The tasks of a flowable that no lane has, each with what it depends on whether it runs."""
    known = {child.id for lane in lanes for child in lane.tasks}
    for slot, tasks in task.children.items():
        why = ""
        if slot == "errors":
            why = f"something in {path} fails"
        elif slot not in {"tasks", "finally"}:
            why = f"`{slot}` of {path} is taken"
        for child in tasks:
            if child.id not in known and not child.disabled:
                yield child, why
