"""Early cut-off: what was to run again because of a task that has given the same outputs as before, is reused."""

from collections.abc import Mapping

from dalsegno_executor.core.changes import OWN
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.paths import steps_of, task_path
from dalsegno_flow import Task


class CutOffs:
    """Which outputs differ from those of the source, as the replay comes along."""

    def __init__(self, execution: Execution, tasks: Mapping[str, Task]) -> None:
        """`tasks` are those of the flow by their places."""
        self._needed = execution.created.cut_offs
        self._runs = execution.task_runs
        self._tasks = tasks
        self._differ: set[str] = set()  # places of runs, and of tasks with such a run
        if self._needed:
            for path in self._runs:
                self.take(path)

    def take(self, path: str) -> None:
        """Takes account of a run that may have ended."""
        if not self._needed:
            return
        run, task = self._runs[path], self._tasks.get(task_path(path))
        if run.state.is_terminal and run.provenance is None and not run.unchanged and task is not None:
            self._differ.add(path)
            self._differ.update(place for place, _ in task.walk(task_path(path)))

    def is_outdated(self, path: str, run: TaskRun) -> bool:
        """Whether a run that is reused depends on outputs that differ."""
        if not self._needed or run.provenance is None:
            return False
        return any(_of_own_value(one, path) in self._differ for one in self._needed.get(task_path(path), ()))


def _of_own_value(place: str, path: str) -> str:
    """The place of the run for the same values, where that is meant."""
    if not place.endswith(OWN):
        return place
    values = {step: value for step, _, value in steps_of(path) if value is not None}
    *around, (_, task_id, _) = steps_of(place.removesuffix(OWN))
    run = ""
    for step, step_id, _ in around:
        run = f"{run}/{step_id}" if run else step_id
        run += f"[value={values[step]}]" if step in values else ""
    return f"{run}/{task_id}" if run else task_id
