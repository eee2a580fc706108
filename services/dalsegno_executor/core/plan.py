"""The replay plan: what becomes of every task and every task run, and why."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from dalsegno_executor.core.states import State


class Verdict(StrEnum):
    """What a replay does with a task run of the source, or with a task that has none there."""

    REUSED_UPSTREAM = "REUSED_UPSTREAM"
    REUSED_BESIDE = "REUSED_BESIDE"
    REUSED_SKIPPED = "REUSED_SKIPPED"
    OVERRIDDEN = "OVERRIDDEN"
    KEPT_UNSUCCESSFUL = "KEPT_UNSUCCESSFUL"
    GOES_ON = "GOES_ON"
    RERUN_SELECTED = "RERUN_SELECTED"
    RERUN_DOWNSTREAM = "RERUN_DOWNSTREAM"
    RERUN_INTERRUPTED = "RERUN_INTERRUPTED"
    RERUN_OUTPUT_MISSING = "RERUN_OUTPUT_MISSING"
    RERUN_CHANGED = "RERUN_CHANGED"
    RERUN_IF_CHANGED = "RERUN_IF_CHANGED"
    NEW_TASK = "NEW_TASK"
    FIRST_RUN = "FIRST_RUN"
    CONDITIONAL = "CONDITIONAL"
    NOT_RUN = "NOT_RUN"
    SKIPPED = "SKIPPED"
    DROPPED_TASK = "DROPPED_TASK"

    @property
    def keeps(self) -> bool:
        """Whether the task run stands in the replay as it is in the source, to begin with."""
        return self in _KEEPS

    @property
    def runs(self) -> bool:
        """Whether something runs by it, for certain or under a condition."""
        return self not in _KEEPS | _NOTHING or self is Verdict.RERUN_IF_CHANGED

    @property
    def again(self) -> bool:
        """Whether the replay goes on from the task run: its history and its attempts are carried over."""
        return self in _AGAIN


_KEEPS = frozenset(
    {
        Verdict.REUSED_UPSTREAM,
        Verdict.REUSED_BESIDE,
        Verdict.REUSED_SKIPPED,
        Verdict.OVERRIDDEN,
        Verdict.KEPT_UNSUCCESSFUL,
        Verdict.RERUN_IF_CHANGED,
    }
)
_NOTHING = frozenset({Verdict.NOT_RUN, Verdict.SKIPPED, Verdict.DROPPED_TASK})
_AGAIN = frozenset(
    {Verdict.RERUN_SELECTED, Verdict.RERUN_INTERRUPTED, Verdict.RERUN_OUTPUT_MISSING, Verdict.RERUN_CHANGED}
)


class Rule(StrEnum):
    BEGINNING = "BEGINNING"
    FAILED = "FAILED"
    CHANGED = "CHANGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a replay begins: a task run, places such as `each[value=b]/load`, or a rule. One of the three is set."""

    task_run_id: str = ""
    task_paths: tuple[str, ...] = ()
    rule: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of a plan beside where to begin.

    `skips` are places that do not run. `task_map` says which task of the new revision a task of the old one became,
    by their paths; one that became "" is gone. `missing` are the places whose outputs are lost and are made again, each
    with what is lost: a file, or the digest of the outputs. `overrides` are the digests of the outputs that task runs
    are given, by their places. `differing` are the paths in the variables of expressions that have other values than in
    the source, such as ("inputs", "month"), each with how that came.
    """

    start: Start
    skips: tuple[str, ...] = ()
    task_map: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)
    differing: Mapping[tuple[str, ...], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """One verdict. `task_path` is the place in the replay: of a run, or of a task that has none in the source.

    `source_task_path` is where the run stands in the source, if that is another place. `follows` is the place that the
    verdict results from. `changed_fields` are the properties in which the two revisions of the task differ.
    """

    task_path: str
    verdict: Verdict
    reason: str
    source_task_run_id: str = ""
    source_task_path: str = ""
    source_state: State | None = None
    source_duration: timedelta | None = None
    output_digest: str = ""
    follows: str = ""
    changed_fields: tuple[str, ...] = ()
    missing: str = ""  # the file, or the digest of the outputs, that is lost
    synthetic_from: str = ""  # the place whose outputs were replaced and that it stands on
    clock_expressions: tuple[str, ...] = ()  # those that the clock gives another value
    effects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """An output, or a file that an output names, that cannot be reused."""

    task_path: str
    file_path: str
    message: str
    of_effects: bool = False  # what keeps it is not an output, but that the task must not run again


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What all verdicts of a plan come to. `digest` names the plan: two with the same digest do the same."""

    digest: str
    reused_count: int
    reused_duration: timedelta
    run_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPlan:
    """`skips` are the places that the replay does not run; `cut_offs` as in `changes.Changes`.

    Of a plan that was shortened, `whole` is what it came to.
    """

    execution_id: str
    source_revision: int
    revision: int
    from_beginning: bool
    tasks: tuple[PlannedTask, ...]
    skips: tuple[str, ...] = ()
    cut_offs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    synthetic: Mapping[str, str] = field(default_factory=dict)  # as `changes.standing_on` gives it
    wishes_digest: str = ""  # of inputs, variables and the clock; empty: they are those of the source
    obstacles: tuple[Obstacle, ...] = ()
    reused_bytes: int = 0
    whole: Totals | None = None

    @property
    def reused(self) -> list[PlannedTask]:
        return [task for task in self.tasks if task.verdict.keeps and not task.verdict.runs]

    def totals(self) -> Totals:
        return self.whole or Totals(
            digest=self._digest(),
            reused_count=len(self.reused),
            reused_duration=sum((task.source_duration for task in self.reused if task.source_duration), timedelta()),
            run_count=sum(task.verdict.runs for task in self.tasks),
        )

    def _digest(self) -> str:
        facts = [
            [self.execution_id, self.source_revision, self.revision, self.from_beginning, self.wishes_digest],
            self.skips,
            sorted(self.cut_offs.items()),
            [[t.task_path, t.verdict, t.source_task_run_id, t.output_digest] for t in self.tasks],
            [[o.task_path, o.file_path] for o in self.obstacles],
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    def shortened(self, length: int) -> "ReplayPlan":
        """The plan with so many verdicts at most."""
        if len(self.tasks) <= length:
            return self
        return replace(self, tasks=self.tasks[:length], whole=self.totals())

    def checked(self, obstacles: Sequence[Obstacle], reused_bytes: int) -> "ReplayPlan":
        """The plan with what storage said of the outputs that it reuses."""
        return replace(self, obstacles=(*self.obstacles, *obstacles), reused_bytes=reused_bytes)
