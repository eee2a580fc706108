"""Which task runs share a directory."""

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.flowables import FLOWABLES
from dalsegno_executor.core.paths import parent_path


def has_directory(course: Course, path: str) -> bool:
    """Whether the run at `path` has a directory for the runs within it."""
    flowable = FLOWABLES.get(course.task_type(path))
    return flowable is not None and flowable.has_directory


def directory_owner(course: Course, path: str) -> str:
    """The place of the nearest run round `path` that has a directory; empty where there is none."""
    while path := parent_path(path):
        if has_directory(course, path):
            return path
    return ""
