"""An execution and its course again: from its whole journal, or from a snapshot of it when it had closed."""

from collections.abc import Iterable

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.events import ExecutionClosed, Recorded
from dalsegno_executor.core.evolving import begin, evolve
from dalsegno_executor.core.execution import Execution, JournalCorrupt
from dalsegno_executor.core.flowables import FLOWABLES
from dalsegno_flow import Flow


def reopen(flow: Flow, snapshot: Execution, journal: Iterable[Recorded]) -> Course:
    """The course after the snapshot, which becomes its execution, and after the events that came later.

    Raises:
        JournalCorrupt: they do not go on where the snapshot ends.
    """
    if not snapshot.closed:
        raise JournalCorrupt(f"The snapshot of execution {snapshot.execution_id} was taken before its end.")
    course = Course(flow, snapshot)
    course.note(ExecutionClosed())  # nothing is wanted any more
    for path, run in snapshot.task_runs.items():
        if run.opened is not None and course.task_type(path) in FLOWABLES:
            course.lanes(path)
    for recorded in journal:
        evolve(snapshot, recorded)
        course.note(recorded.event)
    return course


def retrace(execution_id: str, flow: Flow, journal: Iterable[Recorded]) -> Course:
    """Rebuilds an execution and its course from the whole journal. Raises JournalCorrupt."""
    events = iter(journal)
    execution = begin(execution_id, next(events, None))
    course = Course(flow, execution)
    for recorded in events:
        try:
            evolve(execution, recorded)
            course.note(recorded.event)
        except Exception as error:  # what cannot have happened breaks anything
            raise JournalCorrupt(str(error) or type(error).__name__, recorded.position) from error
    return course
