"""Other revisions of a flow, edited at random at any depth."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from dalsegno_flow import Flow, Task
from support.courses import flowable, leaf

Tasks = tuple[Task, ...]
EDITS = ["add", "remove", "disable", "change", "rename", "wrap", "move"]


def distinct(flow: Flow) -> Flow:
    """No two tasks are defined alike, so that none is taken for another that was renamed."""

    def named(task: Task) -> Task:
        children = {slot: tuple(map(named, tasks)) for slot, tasks in task.children.items()}
        properties = task.properties if children else {"value": task.id}
        return replace(task, properties=properties, children=children)

    return _over(flow, lambda tasks, _path: tuple(map(named, tasks)))


def edited(flow: Flow, data: st.DataObject) -> Flow:
    """Another revision: tasks were taken away, put in, disabled, changed, renamed, wrapped or moved, wherever they are.

    No list of tasks becomes empty by it.
    """
    for number in range(data.draw(st.integers(0, 3), "edits")):
        edit = data.draw(st.sampled_from(EDITS), "edit")
        place = data.draw(st.sampled_from(flow.task_paths()), "place")
        task = flow.task(place)
        if edit == "add":
            flow = _changed(flow, place, lambda one, new=number: (_new(new), one))  # type: ignore[misc]
        elif edit == "remove":
            flow = _changed(flow, place, lambda _: ())
        elif edit == "move":
            to = data.draw(st.sampled_from(flow.task_paths()), "to")
            without = _changed(flow, place, lambda _: ())
            if place.rpartition("/")[0] == to.rpartition("/")[0]:
                continue  # from one branch of an If to the other: a place does not tell these apart
            if without != flow and to in without.task_paths():
                flow = _changed(without, to, lambda one, moved=task: (moved, one))  # type: ignore[misc]
        else:
            now = _edited(task, edit, number)
            flow = _changed(flow, place, lambda _, now=now: (now,))  # type: ignore[misc]
    return flow


def _edited(task: Task, edit: str, number: int) -> Task:
    if edit == "disable":
        return replace(task, disabled=True)
    if edit == "change":
        return replace(task, description="changed", allow_failure=True)
    if edit == "rename":
        return replace(task, id=f"renamed{number}")
    return flowable("Parallel", f"par{number}", task)


def _new(number: int) -> Task:
    return leaf(f"new{number}", properties={"value": f"new{number}"})


def _changed(flow: Flow, place: str, change: Callable[[Task], Tasks]) -> Flow:
    """The flow with other tasks instead of the one at a place, unless there were none left there."""

    def within(tasks: Tasks, path: str) -> Tasks:
        found: list[Task] = []
        for task in tasks:
            own = f"{path}/{task.id}" if path else task.id
            if own == place:
                found += change(task)
                continue
            found.append(replace(task, children={slot: within(some, own) for slot, some in task.children.items()}))
        return tuple(found) or tasks

    return _over(flow, within)


def _over(flow: Flow, within: Callable[[Tasks, str], Tasks]) -> Flow:
    return replace(
        flow,
        tasks=within(flow.tasks, ""),
        errors=within(flow.errors, ""),
        finally_=within(flow.finally_, ""),
    )
