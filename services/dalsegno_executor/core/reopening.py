"""Going on from a snapshot of an execution that had closed, instead of from its whole journal."""

from collections.abc import Iterable

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.events import ExecutionClosed, Recorded
from dalsegno_executor.core.execution import Execution, JournalCorrupt, evolve
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
