"""Why a plan says what it says, in one sentence."""

from dataclasses import dataclass
from datetime import timedelta

from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.mapping import Mapped
from dalsegno_executor.core.paths import task_path
from dalsegno_executor.core.plan import PlannedTask, Verdict


@dataclass(slots=True, kw_only=True)
class Draft:
    """A verdict under way. `follows` is the place that it results from; `why` completes the sentence where needed."""

    path: str
    verdict: Verdict
    run: TaskRun | None = None
    follows: str = ""
    why: str = ""
    missing: str = ""
    given: str = ""  # the digest of the outputs that it is given


_SENTENCES = {
    Verdict.REUSED_UPSTREAM: "It comes before {follows} and ended {state}; its outputs are reused{changed}.",
    Verdict.REUSED_BESIDE: "It does not depend on what runs again and ended {state}; its outputs are reused{changed}.",
    Verdict.REUSED_SKIPPED: "It is to be skipped and ended {state}; its outputs are reused{changed}.",
    Verdict.KEPT_UNSUCCESSFUL: "It ended {state} beside what runs again and stays so; begin at it too to run it again.",
    Verdict.GOES_ON: "It is around what runs again, and goes on.",
    Verdict.RERUN_SELECTED: "The replay begins {why}.",
    Verdict.RERUN_DOWNSTREAM: "It {why}.",
    Verdict.RERUN_INTERRUPTED: "It was {state}, and had come to no end of its own.",
    Verdict.RERUN_OUTPUT_MISSING: "{missing} is lost, and it makes that again.",
    Verdict.RERUN_CHANGED: "It runs again: {why}.",
    Verdict.RERUN_IF_CHANGED: "It depends on {follows}, which runs: it runs again too unless that gives the same.",
    Verdict.OVERRIDDEN: "It does not run: its outputs are given.",
    Verdict.NEW_TASK: "The replayed execution's revision did not have it here.{why}",
    Verdict.FIRST_RUN: "It never ran in the replayed execution.{why}",
    Verdict.CONDITIONAL: "It runs only if {why}.",
    Verdict.NOT_RUN: "It does not run: {why}.",
    Verdict.SKIPPED: "It is to be skipped, and ends SKIPPED without outputs.",
}


def planned(draft: Draft, mapped: Mapped, revision: int) -> PlannedTask:
    """The entry of the plan for `revision`."""
    run = draft.run
    changed = mapped.changed.get(task_path(draft.path), ()) if run is not None and mapped.changed else ()
    if draft.verdict is Verdict.DROPPED_TASK:
        reason = f"Revision {revision} {draft.why}."
    else:
        reason = _SENTENCES[draft.verdict].format(
            follows=draft.follows,
            why=draft.why,
            state=run.state if run else "",
            missing=draft.missing,
            changed=f", although {_listed(changed)}" if changed else "",
        )
    if run is None:
        return PlannedTask(task_path=draft.path, verdict=draft.verdict, reason=reason, follows=draft.follows)
    return PlannedTask(
        task_path=draft.path,
        verdict=draft.verdict,
        reason=reason,
        source_task_run_id=run.task_run_id,
        source_task_path=run.task_path if run.task_path != draft.path else "",
        source_state=run.state,
        source_duration=_duration(run),
        output_digest=draft.given or (run.output_digest if draft.verdict.keeps else ""),
        follows=draft.follows,
        changed_fields=changed,
        missing=draft.missing,
    )


def _listed(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"`{names[0]}` differs"
    return " and ".join(f"`{name}`" for name in names[:3]) + (" and more differ" if len(names) > 3 else " differ")


def _duration(run: TaskRun) -> timedelta | None:
    """How long its last attempt took; None when it has none that ended."""
    if not run.attempts or run.attempts[-1].end_time is None:
        return None
    return run.attempts[-1].end_time - run.attempts[-1].start_time
