"""What expressions see of the other task runs: `outputs` and `tasks`, kept up run by run."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.paths import task_id_of

Tree = dict[str, Any]
# The trees that were made for the changes under way, by identity: nobody else has them yet.
Own = dict[int, Tree]


class Facts:
    """Facts by task id and, within loops, by the values of the parents and the run: `outputs.load[day][hour]`.

    A tree that was handed out never changes: what is on the way to a change is copied, once for all changes that are
    made together.
    """

    def __init__(self) -> None:
        self.outputs: Tree = {}
        self.tasks: Tree = {}
        self._places: dict[str, tuple[str, ...]] = {}  # task id and values, by the place of the run

    def within(self, path: str) -> list[str]:
        """The places of the runs within a flowable's run."""
        return [place for place in self._places if place.startswith((f"{path}/", f"{path}["))]

    def update(
        self, execution: Execution, paths: Iterable[str], outputs_of: Callable[[TaskRun], Mapping[str, Any]]
    ) -> None:
        """Takes up how task runs are now; a run that is gone is forgotten."""
        own: Own = {}
        for path in paths:
            self._update(execution, path, outputs_of, own)

    def _update(
        self, execution: Execution, path: str, outputs_of: Callable[[TaskRun], Mapping[str, Any]], own: Own
    ) -> None:
        run = execution.task_runs.get(path)
        if run is None:
            place = self._places.pop(path, None)
            if place is not None:
                self.outputs = _without(self.outputs, place, own)
                self.tasks = _without(self.tasks, place, own)
            return
        place = self._place(execution, path, run)
        self.tasks = _with(self.tasks, place, {"state": run.state.value}, own)
        if run.output_digest:
            self.outputs = _with(self.outputs, place, outputs_of(run), own)
        else:
            self.outputs = _without(self.outputs, place, own)

    def _place(self, execution: Execution, path: str, run: TaskRun) -> tuple[str, ...]:
        place = self._places.get(path)
        if place is None:
            above: tuple[str, ...] = ()
            if run.parent_path:
                above = self._place(execution, run.parent_path, execution.task_runs[run.parent_path])[1:]
            own = () if run.value is None else (run.value,)
            place = self._places[path] = (task_id_of(path), *above, *own)
        return place


def _with(tree: Tree, place: tuple[str, ...], facts: Mapping[str, Any], own: Own) -> Tree:
    tree = _owned(tree, own)
    key, *rest = place
    inner = tree.get(key)
    if not isinstance(inner, dict):
        inner = {}
    tree[key] = _with(inner, tuple(rest), facts, own) if rest else {**inner, **facts}
    return tree


def _without(tree: Tree, place: tuple[str, ...], own: Own) -> Tree:
    key, *rest = place
    inner = tree.get(key)
    if inner is None:
        return tree
    tree = _owned(tree, own)
    left = _without(inner, tuple(rest), own) if rest else None
    if left:
        tree[key] = left
    else:
        del tree[key]
    return tree


def _owned(tree: Tree, own: Own) -> Tree:
    """The tree, or a copy of it that may be changed."""
    if id(tree) not in own:
        tree = dict(tree)
        own[id(tree)] = tree
    return tree
