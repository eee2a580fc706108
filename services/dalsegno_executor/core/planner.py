"""Plans a replay: what becomes of every task run and every task. Pure: the same arguments give the same plan.

The planner walks the new revision as the engine runs it, scope by scope and lane by lane, with the task runs of the
source at their places. What comes before a start in its lane is reused, what comes after it runs again; other lanes
run again when they wait for one that does. A flowable around a start goes on, and so does one around what has to run
for another reason.
"""

from collections.abc import Iterator, Sequence

from dalsegno_executor.core.changes import OWN, Changes, changes
from dalsegno_executor.core.errors import MapAmbiguous, UpstreamNotSuccessful
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.flowables import FLOWABLES, Flowable, Lane, Opened
from dalsegno_executor.core.mapping import map_runs
from dalsegno_executor.core.paths import ancestors, run_path, task_id_of, task_path
from dalsegno_executor.core.plan import ReplayPlan, Rule, Verdict, Wish
from dalsegno_executor.core.reasons import Draft, planned
from dalsegno_executor.core.starting import (
    check_given,
    is_disabled,
    places_to_begin,
    places_to_override,
    places_to_skip,
)
from dalsegno_executor.core.states import State
from dalsegno_executor.core.surveying import Survey, in_turn, not_in
from dalsegno_flow import Flow, Task
from dalsegno_runtime.errors import InvalidField

_INTERRUPTED = (State.KILLED, State.CANCELLED, State.RETRIED)
_HERE = "here"
_CHANGED_WHOLE = "a task in it is new or to be skipped; as its tasks share a directory, all of them run"
_WHOLE = "within it, and its tasks share a directory, so that all of them run"


def plan_replay(source: Execution, old: Flow, new: Flow, revision: int, wish: Wish) -> ReplayPlan:
    """Decides, for every task of `new` and every task run of `source`, whether it is reused, run or dropped.

    Args:
        source: the execution to replay, in any state.
        old: the flow as `source` ran it.
        new: the flow as revision number `revision` has it.
        wish: where to begin, and what else is asked for.

    Returns:
        The verdicts in the order of `new`, what is around before what is within; then the dropped task runs in the
        order in which they ran.

    Raises:
        InvalidField: a place is none, or a start is to be skipped.
        TaskRunNotFound: the start names a task run that `source` does not have.
        TaskNotFound: `new` has no such task, or it is disabled there.
        NothingToReplay: the start is FAILED and nothing failed.
        UpstreamNotSuccessful: a task run to be reused did not succeed.
        MapInvalid, MapAmbiguous: it is not clear which task of `new` a task run belongs to.
    """
    mapped = map_runs(source.task_runs, old, new, wish.task_map)
    overrides = places_to_override(mapped, new, revision, wish.overrides)
    starts = places_to_begin(source, mapped, new, revision, wish.start)
    skips = places_to_skip(mapped, new, revision, wish.skips, starts)
    found = Changes()
    if wish.start.rule is Rule.CHANGED:
        found = changes(mapped, old, new, wish.differing, overrides.keys())
    walk = _Walk(Survey(new, mapped, starts, wish.missing, skips, found, overrides))
    walk.root()
    check_given(overrides, {draft.path for draft in walk.drafts if draft.verdict is Verdict.OVERRIDDEN})
    if walk.unsuccessful:
        raise UpstreamNotSuccessful(source.execution_id, *walk.unsuccessful)
    return ReplayPlan(
        execution_id=source.execution_id,
        source_revision=source.created.flow_revision,
        revision=revision,
        from_beginning=wish.start.rule is Rule.BEGINNING,
        tasks=tuple(planned(draft, mapped, revision) for draft in (*walk.drafts, *walk.dropped())),
        skips=tuple(skip.text for skip in skips),
        cut_offs=found.cut_offs,
    )


class _Walk:
    """A walk through the new revision. `drafts` are the verdicts so far."""

    def __init__(self, survey: Survey) -> None:
        self.drafts: list[Draft] = []
        self.unsuccessful: tuple[str, list[tuple[str, State]]] | None = None
        self._survey = survey
        self._seen: set[str] = set()
        self._moving = 0  # how many verdicts make something run

    def root(self) -> None:
        """Plans the whole flow."""
        flow = self._survey.new
        self._lane("", Lane(tasks=flow.tasks), "", finished=False)
        handlers = {"errors": flow.errors, "finally": flow.finally_, "afterExecution": flow.after_execution}
        failed = self._survey.has_failed("", [Lane(tasks=flow.tasks)])
        self._handlers("", handlers, moved=self._moving > 0, failed=failed)

    def dropped(self) -> Iterator[Draft]:
        """The runs of the source that no verdict has been given to."""
        ids = {task.id for _, task in self._survey.new.walk()}
        for run in self._survey.mapped.dropped:
            why = (
                "has it elsewhere, where this run does not fit"
                if task_id_of(run.task_path) in ids
                else "does not have it"
            )
            yield Draft(path=run.task_path, verdict=Verdict.DROPPED_TASK, run=run, why=why)
        for path, run in self._survey.runs.items():
            if path not in self._seen:
                disabled = is_disabled(task_path(path), self._survey.new)
                why = "has it disabled" if disabled else "leads to it no more"
                yield Draft(path=path, verdict=Verdict.DROPPED_TASK, run=run, why=why)

    # -- scopes and lanes

    def _lanes(self, path: str, lanes: Sequence[Lane], *, in_order: bool, finished: bool) -> str:
        """Plans lanes that belong together. Returns the first start in them, empty when there is none."""
        first = ""
        begun = len(self.drafts)
        found = [""] * len(lanes)
        failed = next(filter(None, (self._survey.kept_failure(path, lane) for lane in lanes)), "")
        for position in in_turn(lanes):
            lane = lanes[position]
            behind = first if in_order else next((found[other] for other in lane.after if found[other]), "")
            before = len(self.drafts)
            idle = failed and not any(run_path(path, task.id, lane.value) in self._survey.runs for task in lane.tasks)
            found[position] = self._lane(path, lane, behind, finished=finished or bool(idle))
            if found[position] and not first:
                first = found[position]
                if in_order:
                    self._precede(begun, before, first)
        return first

    def _lane(self, path: str, lane: Lane, behind: str, *, finished: bool) -> str:
        """Plans a lane. `behind` is the start that all of it follows; returns the one that its end follows."""
        begun = len(self.drafts)
        unsuccessful: list[tuple[str, State]] = []
        moving = self._moving
        for task in lane.tasks:
            if task.disabled:
                continue
            child = run_path(path, task.id, lane.value)
            run = self._survey.runs.get(child)
            before = len(self.drafts)
            over = bool(unsuccessful) or (finished and self._moving == moving)
            found = self._node(task, child, run, behind, finished=over)
            if found and not behind:
                self._precede(begun, before, found)
                if unsuccessful and self.unsuccessful is None:
                    self.unsuccessful = (found, unsuccessful)
                behind = found
            elif run is not None and self.drafts[before].verdict is Verdict.KEPT_UNSUCCESSFUL:
                unsuccessful.append((child, run.state))
        return behind

    def _precede(self, begun: int, end: int, start: str) -> None:
        for draft in self.drafts[begun:end]:
            if draft.verdict is Verdict.REUSED_BESIDE:
                draft.verdict, draft.follows = Verdict.REUSED_UPSTREAM, start

    def _handlers(self, path: str, handlers: dict[str, tuple[Task, ...]], *, moved: bool, failed: bool) -> str:
        """Plans what runs once the tasks of a scope have ended. Returns the start within, empty without."""
        first = ""
        places = {
            slot: [run_path(path, task.id) for task in tasks if not task.disabled] for slot, tasks in handlers.items()
        }
        begins = {slot for slot, children in places.items() if any(map(self._survey.begins_at, children))}
        for slot, tasks in handlers.items():
            children, within = places[slot], slot in begins
            if slot == "errors" and not moved and not failed:
                self._idle(path, tasks)
                continue
            if not moved and (within or slot != "afterExecution"):
                before = self._moving
                # The end of a flow comes again in any replay, that of a flowable if it goes on.
                first = self._lane(path, Lane(tasks=tasks), "", finished=bool(path and not begins)) or first
                moved = self._moving > before
                continue
            owner = path or "the flow"
            if slot == "errors":
                draft = Draft(path="", verdict=Verdict.CONDITIONAL, follows=path, why=f"something in {owner} fails")
            else:
                draft = _downstream(path, f"is in `{slot}` of {owner}, which ends again")
            for child, task in zip(children, (task for task in tasks if not task.disabled), strict=True):
                self._rest(task, child, draft)
        return first

    def _idle(self, path: str, tasks: Sequence[Task]) -> None:
        """Tells of the tasks that handle a failure where there is none, or none any more."""
        why = f"nothing in {path or 'the flow'} has failed"
        for task in tasks:
            child = run_path(path, task.id)
            if task.disabled:
                continue
            if begun := next((start for start in self._survey.starts if child in (start, *ancestors(start))), ""):
                raise InvalidField("from", f"{begun} does not run in this revision: {why}.")
            self._rest(task, child, Draft(path="", verdict=Verdict.NOT_RUN, why=why))

    # -- task runs

    def _node(self, task: Task, path: str, run: TaskRun | None, behind: str, *, finished: bool) -> str:
        """Plans a task and all that it runs. Returns the start that what comes after it follows, empty without."""
        if self._survey.is_skipped(path) and (run is not None or not finished):
            self._skip(task, path, run)
            return behind
        if behind and path not in self._survey.overrides:
            self._rest(task, path, _downstream(behind, f"comes after {behind}, so its inputs may change"))
            return behind
        if (found := self._asked(task, path, run)) is not None:
            return found or behind
        if run is None:
            self._unrun(task, path, finished=finished)
            return ""
        needed = self._survey.cut_offs.get(task_path(path))
        if needed and run.state.is_reusable:
            self._rest(
                task, path, Draft(path="", verdict=Verdict.RERUN_IF_CHANGED, follows=needed[0].removesuffix(OWN))
            )
            return ""
        flowable = FLOWABLES.get(task.type)
        waits = run.state is State.PAUSED  # and has run nothing, or nothing that counts
        if flowable is not None and not waits and (run.opened is not None or flowable.plain):
            return self._flowable(task, path, run, flowable)
        if _is_interrupted(run):
            self._again(task, path, run, Verdict.RERUN_INTERRUPTED)
        else:
            self._draft(path, _kept(run), run)
        return ""

    def _asked(self, task: Task, path: str, run: TaskRun | None) -> str | None:
        """Plans what the request, or something that it leads to, decides of itself; None when it does not.

        Returns the start that what comes after it follows, empty without.
        """
        if path in self._survey.starts:
            self._again(task, path, run, Verdict.RERUN_SELECTED, _HERE)
            return path
        if path in self._survey.overrides:
            self._draft(path, Verdict.OVERRIDDEN, run).given = self._survey.overrides[path]
        elif path in self._survey.missing:
            self._again(task, path, run, Verdict.RERUN_OUTPUT_MISSING, missing=self._survey.missing[path])
        elif path in self._survey.reruns:
            self._again(task, path, run, Verdict.RERUN_CHANGED, self._survey.reruns[path])
        else:
            return None
        return ""

    def _flowable(self, task: Task, path: str, run: TaskRun, flowable: Flowable) -> str:
        """Plans a flowable that is kept, or goes on."""
        opened = run.opened or Opened()
        lanes = flowable.lanes(task, opened)
        interrupted = _is_interrupted(run)
        goes_on = path in self._survey.around or interrupted or self._survey.is_touched(task_path(path), lanes)
        if goes_on and flowable.has_directory:
            return self._whole(task, path, run)
        draft = self._draft(path, Verdict.GOES_ON if goes_on else _kept(run), run)
        before = self._moving
        self._lane(path, Lane(tasks=task.children.get("onPause", ())), "", finished=True)
        in_order = flowable.in_order and opened.width == 1
        found = self._lanes(path, lanes, in_order=in_order, finished=not goes_on)
        moved = self._moving > before or (interrupted and path not in self._survey.around)
        handlers = {slot: task.children.get(slot, ()) for slot in ("errors", "finally")}
        found = self._handlers(path, handlers, moved=moved, failed=self._survey.has_failed(path, lanes)) or found
        self._untaken(task, path, lanes)
        if self._moving > before or moved or interrupted:
            self._moving += 1
        elif goes_on:
            draft.verdict = _kept(run)
        return found

    def _whole(self, task: Task, path: str, run: TaskRun) -> str:
        """A flowable whose tasks share a directory runs again as a whole, or not at all."""
        within = (f"{path}/", f"{path}[")
        if any(start.startswith(within) for start in self._survey.starts):
            self._again(task, path, run, Verdict.RERUN_SELECTED, _WHOLE)
            return path
        lost = next((lost for child, lost in self._survey.missing.items() if child.startswith(within)), "")
        if lost:
            verdict = Verdict.RERUN_OUTPUT_MISSING
        else:
            verdict = Verdict.RERUN_INTERRUPTED if _is_interrupted(run) else Verdict.RERUN_CHANGED
        self._again(task, path, run, verdict, _CHANGED_WHOLE, missing=lost)
        return ""

    def _again(
        self, task: Task, path: str, run: TaskRun | None, verdict: Verdict, why: str = "", missing: str = ""
    ) -> None:
        if run is None:
            verdict, why = self._survey.verdict_on_new(task_path(path)), " The replay begins here."
        self._draft(path, verdict, run, why=why).missing = missing
        self._moving += 1
        self._inside(task, path, _downstream(path, f"runs within {path}"))

    def _unrun(self, task: Task, path: str, *, finished: bool) -> None:
        """Plans a task that has not run where it is its turn, or was."""
        place = task_path(path)
        if finished:
            why = "what it belongs to, or comes after, has ended and stays so"
            self._rest(task, path, Draft(path="", verdict=Verdict.NOT_RUN, why=why))
            return
        if place in self._survey.mapped.ambiguous:
            raise MapAmbiguous(place, self._survey.mapped.ambiguous[place])
        self._draft(path, self._survey.verdict_on_new(place), None)
        self._moving += 1
        flowable = FLOWABLES.get(task.type)
        if flowable is not None and flowable.plain and path in self._survey.within:
            # Its tasks ran elsewhere in the old revision.
            self._lanes(path, flowable.lanes(task, Opened()), in_order=False, finished=False)
        self._inside(task, path, Draft(path="", verdict=Verdict.FIRST_RUN))

    def _skip(self, task: Task, path: str, run: TaskRun | None) -> None:
        if run is not None and run.state.is_reusable:
            self._rest(task, path, Draft(path="", verdict=Verdict.REUSED_SKIPPED))
        else:
            self._moving += 1
            self._rest(task, path, Draft(path="", verdict=Verdict.SKIPPED))

    # -- what needs no decision of its own

    def _rest(self, task: Task, path: str, like: Draft, condition: str = "") -> None:
        """Gives a task and everything in it a like verdict, run by run, and task by task where nothing ran."""
        if path in self._seen:
            return
        if like.verdict is not Verdict.REUSED_SKIPPED and self._survey.is_skipped(path):
            like = Draft(path="", verdict=Verdict.SKIPPED)
        self._tell(path, self._survey.runs.get(path), like, condition)
        self._inside(task, path, like, condition)

    def _inside(self, task: Task, path: str, like: Draft, condition: str = "") -> None:
        run = self._survey.runs.get(path)
        flowable = FLOWABLES.get(task.type)
        lanes: Sequence[Lane] = ()
        if flowable is not None and run is not None and (run.opened is not None or flowable.plain):
            lanes = flowable.lanes(task, run.opened or Opened())
        for lane in lanes:
            for child in lane.tasks:
                if not child.disabled:
                    self._rest(child, run_path(path, child.id, lane.value), like, condition)
        for child, why in not_in(lanes, task, path):
            self._rest(child, run_path(path, child.id), like, condition or why)
        for other in self._survey.within.get(path, ()):
            if other not in self._seen and not is_disabled(task_path(other), self._survey.new):
                self._tell(other, self._survey.runs[other], like, "")

    def _tell(self, path: str, run: TaskRun | None, like: Draft, condition: str) -> None:
        verdict, why = like.verdict, like.why
        if verdict in {Verdict.RERUN_DOWNSTREAM, Verdict.FIRST_RUN} and condition:
            verdict, why = Verdict.CONDITIONAL, condition
        elif verdict in {Verdict.RERUN_DOWNSTREAM, Verdict.FIRST_RUN} and run is None:
            verdict, why = self._survey.verdict_on_new(task_path(path)), ""
        elif run is None and verdict is Verdict.REUSED_SKIPPED:
            verdict, why = Verdict.NOT_RUN, "what it belongs to is to be skipped"
        elif run is None and verdict is Verdict.RERUN_IF_CHANGED:
            verdict, why = Verdict.CONDITIONAL, f"{like.follows} gives other outputs than before"
        self._draft(path, verdict, run, follows=like.follows, why=why)
        self._moving += verdict.runs

    def _untaken(self, task: Task, path: str, lanes: Sequence[Lane]) -> None:
        """Tells of the tasks in branches that were not taken."""
        for child, why in not_in(lanes, task, path):
            if why or not lanes:
                like = Draft(path="", verdict=Verdict.NOT_RUN, why=f"{path} did not come to it")
                self._rest(child, run_path(path, child.id), like)

    def _draft(self, path: str, verdict: Verdict, run: TaskRun | None, *, follows: str = "", why: str = "") -> Draft:
        self._seen.add(path)
        draft = Draft(path=path, verdict=verdict, run=run, follows=follows, why=why)
        self.drafts.append(draft)
        return draft


def _downstream(follows: str, why: str) -> Draft:
    return Draft(path="", verdict=Verdict.RERUN_DOWNSTREAM, follows=follows, why=why)


def _kept(run: TaskRun) -> Verdict:
    return Verdict.REUSED_BESIDE if run.state.is_reusable else Verdict.KEPT_UNSUCCESSFUL


def _is_interrupted(run: TaskRun) -> bool:
    return not run.state.is_terminal or run.state in _INTERRUPTED
