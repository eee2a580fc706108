"""Compares an execution of ours with the recorded one, and says what differs in words."""

import difflib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from support.kestra_cases import Execution, Rules, TaskRun
from support.kestra_masks import masked

Key = tuple[str, ...]  # a task run's place: its parents' names and its own, then how many like it came before


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    where: str  # such as "labels" or "each/t1[x]: outputs"
    recorded: Any
    ours: Any

    def __str__(self) -> str:
        recorded, ours = (
            text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
            for text in (self.recorded, self.ours)
        )
        if "\n" in recorded + ours:
            lines = difflib.ndiff(recorded.splitlines(), ours.splitlines())
            return f"{self.where} (- Kestra, + ours)\n" + "\n".join(f"    {line}" for line in lines if line[0] != "?")
        return f"{self.where}\n    Kestra  {recorded}\n    ours    {ours}"


def compare(
    recorded: Execution, ours: Execution, rules: Rules, names: Mapping[str, str] | None = None
) -> list[Difference]:
    """Everything that differs and should not.

    Args:
        recorded: what Kestra did; its ids are masked already.
        ours: what we did, ids and all.
        rules: what may differ.
        names: how further ids and names of ours stand in the recording, such as those of a replay's original.
    """
    keys, our_keys = task_keys(recorded, rules), task_keys(ours, rules)
    known = dict(names or {}) | {ours.execution_id: "<exec>"} | task_run_names(recorded, ours, rules)
    known.pop("", None)
    found = _execution_differences(recorded, ours, rules, known) + _presence(keys, our_keys)
    our_runs = dict(zip(our_keys, in_order(ours, rules), strict=True))
    for key, run in zip(keys, in_order(recorded, rules), strict=True):
        if key in our_runs:
            found += _task_run_differences(_written(key), run, our_runs[key], rules, known)
    return found


def task_run_names(recorded: Execution, ours: Execution, rules: Rules, prefix: str = "exec") -> dict[str, str]:
    """Our task run ids → their names in the recording, such as "<exec.2>"."""
    runs = in_order(recorded, rules)
    indexes = {id(run): index for index, run in enumerate(recorded.task_runs)}
    places = {key: indexes[id(run)] for key, run in zip(task_keys(recorded, rules), runs, strict=True)}
    ours_by_key = zip(task_keys(ours, rules), in_order(ours, rules), strict=True)
    return {run.run_id: f"<{prefix}.{places.get(key, '?')}>" for key, run in ours_by_key if run.run_id}


def matching_run(recorded: Execution, index: int, ours: Execution, rules: Rules) -> TaskRun | None:
    """Our task run for the one with this index in the recording."""
    wanted = recorded.task_runs[index]
    runs = zip(task_keys(recorded, rules), in_order(recorded, rules), strict=True)
    key = next(key for key, run in runs if run is wanted)
    return dict(zip(task_keys(ours, rules), in_order(ours, rules), strict=True)).get(key)


def in_order(execution: Execution, rules: Rules) -> list[TaskRun]:
    """The task runs in the order to compare.

    That is the order of the execution, but for those below a task whose children run at the same time: they come
    parent by parent, where it is free by value and task.
    """
    runs = execution.task_runs
    children: dict[int | None, list[int]] = {}
    for index, run in enumerate(runs):
        children.setdefault(run.parent, []).append(index)

    def below(parent: int) -> list[int]:
        found = children.get(parent, [])
        freedom = rules.unordered.get(runs[parent].task_id)
        if freedom:
            found = sorted(found, key=lambda child: _free_order(runs[child], freedom))
        return [each for child in found for each in (child, *below(child))]

    def outermost(index: int) -> int | None:
        parent, found = runs[index].parent, None
        while parent is not None:
            found = parent if runs[parent].task_id in rules.unordered else found
            parent = runs[parent].parent
        return found

    tops = [outermost(index) for index in range(len(runs))]
    queues = {top: iter(below(top)) for top in set(tops) if top is not None}
    return [runs[index if top is None else next(queues[top])] for index, top in enumerate(tops)]


def task_keys(execution: Execution, rules: Rules) -> list[Key]:
    """The place of each task run, in the order of `in_order`; no two are equal."""
    seen: Counter[Key] = Counter()
    keys: list[Key] = []
    for run in in_order(execution, rules):
        place = _place(execution, run)
        keys.append((*place, str(seen[place])))
        seen[place] += 1
    return keys


def _place(execution: Execution, run: TaskRun) -> Key:
    above = () if run.parent is None else _place(execution, execution.task_runs[run.parent])
    value = "" if run.value is None else f"[{run.value}]"
    return (*above, run.task_id + value + ("" if run.iteration is None else f"#{run.iteration}"))


def _free_order(run: TaskRun, freedom: str) -> tuple[str, int, str]:
    return (run.value or "", run.iteration or 0, run.task_id if freedom == "tasks" else "")


def _written(key: Key) -> str:
    return "/".join(key[:-1]) + (f" (run {int(key[-1]) + 1})" if key[-1] != "0" else "")


def _presence(keys: Sequence[Key], our_keys: Sequence[Key]) -> list[Difference]:
    """Task runs that only one of the two has, or that come in another order."""
    if list(keys) == list(our_keys):
        return []
    names, our_names = "\n".join(map(_written, keys)), "\n".join(map(_written, our_keys))
    where = "order of task runs" if sorted(keys) == sorted(our_keys) else "task runs"
    return [Difference(where=where, recorded=names + "\n", ours=our_names + "\n")]


def _execution_differences(
    recorded: Execution, ours: Execution, rules: Rules, names: Mapping[str, str]
) -> list[Difference]:
    fields = ["state", "revision", "attempt_number", "labels", "inputs", "outputs", "variables"]
    if not rules.timed_retries:
        fields.insert(1, "states")
    return _different(fields, recorded, ours, "", names)


def _task_run_differences(
    where: str, recorded: TaskRun, ours: TaskRun, rules: Rules, names: Mapping[str, str]
) -> list[Difference]:
    fields = ["state", "outputs"] if recorded.how is None else ["state", "outputs", "how"]
    if not rules.timed_retries:
        return _different([*fields, "states", "attempts"], recorded, ours, f"{where}: ", names)
    found = _different(fields, recorded, ours, f"{where}: ", names)
    counts = len(recorded.attempts), len(ours.attempts)
    if not rules.random_retries and counts[0] != counts[1]:
        found.append(Difference(where=f"{where}: attempts", recorded=counts[0], ours=counts[1]))
    return found


def _different(
    fields: Sequence[str], recorded: Any, ours: Any, prefix: str, names: Mapping[str, str]
) -> list[Difference]:
    found = []
    for field in fields:
        expected = masked(_plain(getattr(recorded, field)), {})
        actual = masked(_plain(getattr(ours, field)), names)
        # As JSON text, so that 1, 1.0 and true are three things; the order of an object's keys is of no account.
        if json.dumps(expected, sort_keys=True) != json.dumps(actual, sort_keys=True):
            shown = field.replace("states", "history").replace("_", " ")
            found.append(Difference(where=prefix + shown, recorded=expected, ours=actual))
    return found


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
