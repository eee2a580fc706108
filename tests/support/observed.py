"""The changes of state that the events of a journal make."""

from collections.abc import Iterable, Sequence

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.events import Recorded, StateChange, TaskRunsCarried
from dalsegno_executor.core.evolving import begin, evolve
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow

# Before, after, and the name of the event.
Change = tuple[State | None, State, str]


def changes_of(flow: Flow, journal: Sequence[Recorded]) -> tuple[set[Change], set[Change]]:
    """Those of the execution and those of its task runs. What a history loses again was never there."""
    execution = begin("e", journal[0])
    course = Course(flow, execution)
    # What a replay carries on happened elsewhere.
    of_execution: set[Change] = {(None, execution.state, type(journal[0].event).__name__)}
    of_runs: set[Change] = set()
    for recorded in journal[1:]:
        event = type(recorded.event).__name__
        history = list(execution.history)
        runs = {path: list(run.history) for path, run in execution.task_runs.items()}
        evolve(execution, recorded)
        course.note(recorded.event)
        of_execution.update(_changes(history, execution.history, event))
        for path, run in execution.task_runs.items():
            if isinstance(recorded.event, TaskRunsCarried):
                of_runs.add((None, run.state, event))
            else:
                of_runs.update(_changes(runs.get(path, []), run.history, event))
    return of_execution, of_runs


def _changes(before: Sequence[StateChange], after: Sequence[StateChange], event: str) -> Iterable[Change]:
    same = next((index for index, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    for index in range(min(same, len(after)), len(after)):
        yield (after[index - 1].state if index else None), after[index].state, event
