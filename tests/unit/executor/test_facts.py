"""What expressions see of task runs: kept up run by run, and never changed under those who look at it."""

import copy
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor.core.events import StateChange
from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.facts import Facts
from dalsegno_executor.core.paths import run_path
from dalsegno_executor.core.states import State
from support.courses import Run, flow_of, leaf

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EACH = {"each": "", **{run_path("each", "a", value): "each" for value in "xyz"}}
PLACES = {"one": "", "two": "", **EACH}
CHANGES = st.tuples(st.sampled_from(sorted(PLACES)), st.sampled_from([None, "", "d1", "d2"]))


def a_run(path: str, digest: str) -> TaskRun:
    value = path[path.index("=") + 1 : path.index("]")] if "=" in path else None
    return TaskRun(
        task_run_id="r",
        task_path=path,
        history=[StateChange(State.SUCCESS if digest else State.RUNNING, NOON)],
        attempts=[],
        output_digest=digest,
        parent_path=PLACES[path],
        value=value,
    )


def outputs_of(run: TaskRun) -> dict[str, str]:
    return {"value": run.output_digest}


@given(turns=st.lists(st.lists(CHANGES, max_size=6), max_size=6))
def test_facts_are_those_of_the_runs_as_they_are_and_what_was_seen_before_stays(
    turns: list[list[tuple[str, str | None]]],
) -> None:
    execution = Run(flow_of(leaf("one"))).course.execution
    execution.task_runs.update({path: a_run(path, "") for path in PLACES})
    facts = Facts()
    facts.update(execution, PLACES, outputs_of)
    seen = []
    for turn in turns:
        seen.append((facts.outputs, copy.deepcopy(facts.outputs), facts.tasks, copy.deepcopy(facts.tasks)))
        changed = {}
        for path, digest in turn:
            changed[path] = None
            execution.task_runs.pop(path, None)
            if digest is not None or path == "each":
                execution.task_runs[path] = a_run(path, digest or "")
        facts.update(execution, changed, outputs_of)

        anew = Facts()
        anew.update(execution, execution.task_runs, outputs_of)
        assert (facts.outputs, facts.tasks) == (anew.outputs, anew.tasks)
    for outputs, outputs_then, tasks, tasks_then in seen:
        assert (outputs, tasks) == (outputs_then, tasks_then)
