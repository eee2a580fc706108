"""Writes docs/states.md: the states of executions and of task runs, drawn from the executor's tables."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from dalsegno_executor.core.states import TERMINAL, State
from dalsegno_executor.core.transitions import EXECUTION, TASK_RUN, Transition

STATES_FILE = "docs/states.md"
BOUNDARY = "[*]"
HEAD = """\
# States

Made by `dev.py generate` from `services/dalsegno_executor/core/transitions.py`; tests hold that to what the executor
does. An arrow bears the name of the event that `WatchExecution` shows when it happens.

Final are {final}:
nothing follows but a restart, or, where the tables say "at the same time", what the same event brings about.

What ends as one of several states goes through a diamond in the drawings.
"""
SECTIONS = (
    ("An execution", EXECUTION, "A state of an execution follows from its events, and never from anything else."),
    (
        "A task run",
        TASK_RUN,
        "An attempt is RUNNING and ends as its task run does; one that was lost is RESUBMITTED, and another follows.",
    ),
)


def render() -> str:
    final = ", ".join(state.value for state in State if state in TERMINAL)
    lines = [HEAD.format(final=final)]
    for title, table, text in SECTIONS:
        lines += [f"## {title}", "", text, "", *_diagram(table), "", *_rows(table), ""]
    return "\n".join(lines)


def _diagram(table: Sequence[Transition]) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    drawn: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for number, row in enumerate(table):
        before, after = [_name(state) for state in row.before], [state.value for state in row.after]
        if len(after) > 1:
            yield f"    state diamond{number} <<choice>>"
            for state in before:
                drawn[state, f"diamond{number}"][row.event.__name__] = None
            for state in after:
                drawn[f"diamond{number}", state].clear()
        else:
            for state in before:
                drawn[state, after[0]][row.event.__name__] = None
    for (source, target), events in drawn.items():
        yield f"    {source} --> {target}" + (f": {', '.join(events)}" if events else "")
    for final in sorted({state for row in table for state in row.after if state in TERMINAL}):
        yield f"    {final} --> {BOUNDARY}"
    yield "```"


def _rows(table: Sequence[Transition]) -> Iterator[str]:
    yield "| from | to | event | when |"
    yield "| --- | --- | --- | --- |"
    for row in table:
        before = ", ".join("(begins)" if state is None else state.value for state in row.before)
        yield f"| {before} | {', '.join(row.after)} | `{row.event.__name__}` | {row.when} |"


def _name(state: State | None) -> str:
    return BOUNDARY if state is None else state.value


def generate_states(root: Path) -> None:
    path = root / STATES_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(), encoding="utf-8")
