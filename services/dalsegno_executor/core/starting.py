"""Where a replay begins: the places in the new revision that a caller's choice comes to."""

from collections.abc import Iterable, Mapping, Sequence, Set

from dalsegno_executor.core.errors import NothingToReplay, TaskNotFound, TaskRunNotFound
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.flowables import FLOWABLES
from dalsegno_executor.core.mapping import Mapped
from dalsegno_executor.core.paths import ancestors, task_path
from dalsegno_executor.core.places import Place, Places, parse_place
from dalsegno_executor.core.plan import Rule, Start
from dalsegno_executor.core.restarting import is_within, places_of_handlers
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow
from dalsegno_runtime.errors import InvalidField

SKIPS = "skip_task_paths"
OUTPUTS = "set_outputs"
_ENDED_BADLY = (State.FAILED, State.KILLED, State.CANCELLED)


def places_to_begin(source: Execution, mapped: Mapped, new: Flow, revision: int, start: Start) -> list[str]:
    """The places that a replay begins at, in the order in which they ran.

    Raises:
        InvalidField: a place is none.
        TaskRunNotFound: `start` names a task run that `source` does not have.
        TaskNotFound: `new` has no such task, or it is disabled there.
        NothingToReplay: `start` is FAILED and nothing failed.
    """
    if start.rule is Rule.BEGINNING:
        return [task.id for task in new.tasks if not task.disabled][:1]
    if start.rule is Rule.FAILED:
        return _failed(source, mapped, new, revision)
    if start.rule is Rule.CHANGED:
        return []
    if start.task_run_id:
        return [_of_run(source, mapped, new, revision, start.task_run_id)]
    places = Places(mapped.runs)
    found = [_of_place(source, mapped, new, revision, places, parse_place("from", text)) for text in start.task_paths]
    chosen = {path for paths in found for path in paths}
    return [path for path in mapped.runs if path in chosen] + [path for path in chosen if path not in mapped.runs]


def places_to_skip(
    mapped: Mapped, new: Flow, revision: int, texts: Sequence[str], starts: Sequence[str]
) -> list[Place]:
    """The places that a replay does not run; numbers of values have become these values.

    Raises:
        InvalidField: a place is none, no run has the number, or the replay begins there.
        TaskNotFound: `new` has no such task.
    """
    found: dict[Place, None] = {}
    places = Places(mapped.runs)
    for text in texts:
        place = parse_place(SKIPS, text)
        if place.task_path not in new.task_paths():
            raise TaskNotFound(place.task_path, revision, found=_task_paths(new))
        if not place.counts:
            found[place] = None
            continue
        runs = places.found(place)
        if not runs:
            raise InvalidField(SKIPS, f"{text!r}: the replayed execution has no run at these numbers.")
        found.update(dict.fromkeys(parse_place(SKIPS, run) for run in runs))
    for start in starts:
        skipped = [path for path in (start, *ancestors(start)) if any(place.matches(path) for place in found)]
        if skipped:
            within = f"at {start} in it" if skipped[0] != start else "there"
            raise InvalidField(
                SKIPS, f"{skipped[0]} is to be skipped, and the replay begins {within}; give one of both."
            )
    return list(found)


def places_to_override(mapped: Mapped, new: Flow, revision: int, given: Mapping[str, str]) -> dict[str, str]:
    """The places of the runs that are given other outputs, each with the digest of these.

    Raises:
        InvalidField: a place is none, or several; or the run has not ended, so that it has nothing to be replaced.
        TaskNotFound: `new` has no such task.
    """
    found = {}
    places = Places(mapped.runs)
    for text, digest in given.items():
        place = parse_place(OUTPUTS, text)
        if place.task_path not in new.task_paths():
            raise TaskNotFound(place.task_path, revision, found=_task_paths(new))
        runs = places.found(place)
        if len(runs) != 1:
            told = "no run" if not runs else f"{len(runs)} runs, such as {runs[0]}"
            raise InvalidField(OUTPUTS, f"{text!r}: the replayed execution has {told} there; give the place of one.")
        if new.task(place.task_path).type in FLOWABLES:
            raise InvalidField(OUTPUTS, f"{text!r} runs other tasks; give the outputs of one of these.")
        found[runs[0]] = digest
    return found


def check_given(given: Iterable[str], taken: Set[str]) -> None:
    """Raises InvalidField when a run that is given outputs is none of those that keep them."""
    if lost := [path for path in given if path not in taken]:
        raise InvalidField(
            OUTPUTS,
            f"{lost[0]} runs again with what it belongs to, or is left out, so that it cannot be given outputs. Begin "
            "elsewhere, or give outputs to what comes after it.",
        )


def _failed(source: Execution, mapped: Mapped, new: Flow, revision: int) -> list[str]:
    """Every run that failed or was killed and ran no other one that did, but for those of handlers."""
    handlers = set(places_of_handlers(new))
    bad = [path for path, run in mapped.runs.items() if run.state in _ENDED_BADLY]
    around = {above for path in bad for above in ancestors(path)}
    found = [path for path in bad if path not in around and not is_within(task_path(path), handlers)]
    lost = [run for run in mapped.dropped if run.state in _ENDED_BADLY and not run.parent_path]
    if not found and lost and not any(run.state in _ENDED_BADLY for run in mapped.runs.values()):
        raise TaskNotFound(lost[0].task_path, revision, found=_task_paths(new))
    if not found and source.state is not State.FAILED:
        raise NothingToReplay(source.execution_id, source.state)
    return found  # none, of an execution whose own end failed: all is reused, and it ends again


def _of_run(source: Execution, mapped: Mapped, new: Flow, revision: int, task_run_id: str) -> str:
    for path, run in mapped.runs.items():
        if run.task_run_id == task_run_id:
            _check_enabled(path, new, revision)
            return path
    for run in mapped.dropped:
        if run.task_run_id == task_run_id:
            raise TaskNotFound(run.task_path, revision, found=_task_paths(new))
    raise TaskRunNotFound(source.execution_id, task_run_id, found=_told(source.task_runs))


def _of_place(
    source: Execution, mapped: Mapped, new: Flow, revision: int, places: Places, place: Place
) -> Sequence[str]:
    wanted = place.task_path
    if found := places.found(place):
        for path in found:
            _check_enabled(path, new, revision)
        return found
    if wanted not in new.task_paths():
        raise TaskNotFound(wanted, revision, found=_task_paths(new))
    _check_enabled(wanted, new, revision)
    if place.text != wanted or not _is_reached(wanted, mapped.runs, new):
        raise TaskRunNotFound(source.execution_id, place.text, found=list(source.task_runs))
    return [wanted]


def _is_reached(place: str, runs: Mapping[str, TaskRun], new: Flow) -> bool:
    """Whether a task that has not run has one place only, in flowables that have begun."""
    return all(path in runs and not FLOWABLES[new.task(path).type].over_values for path in ancestors(place))


def _check_enabled(path: str, new: Flow, revision: int) -> None:
    if is_disabled(task_path(path), new):
        raise TaskNotFound(task_path(path), revision, found=_task_paths(new))


def is_disabled(place: str, new: Flow) -> bool:
    """Whether a task of the flow, or one around it, is disabled."""
    known = set(new.task_paths())
    return any(one in known and new.task(one).disabled for one in (place, *ancestors(place)))


def _task_paths(flow: Flow) -> list[str]:
    return [path for path, task in flow.walk() if not task.disabled]


def _told(runs: Mapping[str, TaskRun]) -> list[str]:
    return [f"{run.task_run_id} ({path})" for path, run in runs.items()]
