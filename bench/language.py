#!/usr/bin/env python3
"""What the language costs: expressions, and reading and checking a flow. One table, one line a measure.

    python3 dev.py bench language

Every measure is a function that gives one figure of one run; `MEASURES` names them with their units and aims.
"""

import statistics
import sys
import time
import timeit
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.events import (
    ExecutionCreated,
    Recorded,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunStarted,
)
from dalsegno_executor.core.evolving import begin, evolve
from dalsegno_executor.core.flowables import FLOWABLES, Situation
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow, Task, errors_of
from dalsegno_flow.dates import parse_instant
from dalsegno_flow.expressions import Engine
from dalsegno_registry.adapters.task_types import InstalledTaskTypes
from dalsegno_registry.adapters.templates import engine_check
from dalsegno_registry.validation import Validator
from dalsegno_tasks import Catalog

RUNS = 7
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FILE_ID = "{{ execution.startDate | dateAdd(-3, 'MONTHS') | date('yyyyMM') }}"
VARIABLES: dict[str, Any] = {
    "execution": {"startDate": parse_instant("2024-06-11T17:20:06.289Z")},
    "outputs": {"a": {"uri": "dalsegno:///company.team/divvy_tripdata/executions/x/tasks/a/y/202403.zip"}},
    "vars": {"file_id": FILE_ID},
}
TASK_KINDS = (
    "type: io.kestra.plugin.core.log.Log\n    message: 'got {{{{ outputs.t{before}.value }}}} rows'\n    level: DEBUG",
    "type: io.kestra.plugin.core.debug.Return\n    format: \"{{{{ inputs.day ~ '-{n}' | upper }}}}\"",
    "type: io.kestra.plugin.core.http.Download\n    uri: https://example.com/{n}/{{{{ render(vars.file_id) }}}}.zip",
    "type: io.kestra.plugin.serdes.csv.CsvToIon\n    from: '{{{{ outputs.t{before}.uri }}}}'\n    skipRows: {n}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line of the table. `run` gives one figure, in `unit`; the smaller the better."""

    name: str
    unit: str
    aim: float
    run: Callable[[], float]


def microseconds_of(template: str, engine: Engine, times: int = 5000) -> Callable[[], float]:
    """The time of one rendering of a template that the engine has compiled before."""
    engine.render(template, VARIABLES)
    return lambda: timeit.timeit(lambda: engine.render(template, VARIABLES), number=times) / times * 1e6


def flow_of(task_count: int) -> str:
    tasks = (
        f"  - id: t{n}\n    {TASK_KINDS[n % len(TASK_KINDS)].format(n=n, before=n - 1)}\n" for n in range(task_count)
    )
    return f'id: long\nnamespace: company.team\nvariables:\n  file_id: "{FILE_ID}"\ntasks:\n{"".join(tasks)}'


def milliseconds_to_validate(source: str) -> Callable[[], float]:
    """The time to read and check a flow that nobody has seen before: no template of it is compiled yet."""
    task_types = InstalledTaskTypes(Catalog.installed())

    def run() -> float:
        validator = Validator(task_types=task_types, check_template=engine_check())
        return timeit.timeit(lambda: validator.examine(source), number=1) * 1e3

    errors = errors_of(Validator(task_types=task_types, check_template=engine_check()).examine(source).problems)
    if errors:
        raise SystemExit(f"bench: the flow to measure with is not valid: {errors[0].message}")
    return run


def microseconds_an_event(value_count: int) -> Callable[[], float]:
    """The time in which the course of a loop takes up an event and says what follows."""
    values = [str(number) for number in range(value_count)]
    each = "io.kestra.plugin.core.flow.ForEach"
    loop = Task(id="each", type=each, children={"tasks": (Task(id="a", type="leaf"),)})
    flow = Flow(namespace="n", id="f", tasks=(loop,))
    situation = Situation(properties={"values": values, "concurrencyLimit": 16}, now=NOON, start=NOON)
    opened = TaskRunOpened(task_path="each", opened=FLOWABLES[each].open(situation))

    def run() -> float:
        created = ExecutionCreated(
            namespace="n", flow_id="f", flow_revision=1, source_digest="", original_id="e", start_time=NOON
        )
        execution = begin("e", Recorded(position=1, time=NOON, event=created))
        course, running, events, spent = Course(flow, execution), list[str](), 0, 0.0
        while not execution.ended:
            began = time.perf_counter()
            follow = course.follow()
            spent += time.perf_counter() - began
            if not follow:
                path = running.pop()
                finished = TaskRunFinished(task_path=path, attempt_number=1, state=State.SUCCESS)
                follow = [opened if path == "each" else finished]
            for event in follow:
                evolve(execution, Recorded(position=execution.position + 1, time=NOON, event=event))
                began = time.perf_counter()
                course.note(event)
                spent += time.perf_counter() - began
                events += 1
                if isinstance(event, TaskRunStarted):
                    running.append(event.task_path)
        return spent / events * 1e6

    return run


def measures() -> Iterator[Measure]:
    engine = Engine()
    uri, name = "{{ outputs.a.uri }}", "{{ render(vars.file_id) ~ '-divvy-tripdata.csv' }}"
    yield Measure(name=f"cached {uri}", unit="µs", aim=4, run=microseconds_of(uri, engine))
    yield Measure(name="cached file_id of the example", unit="µs", aim=40, run=microseconds_of(FILE_ID, engine))
    yield Measure(name="the same through render(vars.file_id)", unit="µs", aim=40, run=microseconds_of(name, engine))
    yield Measure(name="parse and validate 200 tasks", unit="ms", aim=50, run=milliseconds_to_validate(flow_of(200)))
    for count in (100, 10_000):
        name = f"what follows an event, loop over {count:,} values"
        yield Measure(name=name, unit="µs", aim=20, run=microseconds_an_event(count))


def main() -> int:
    rows = list(measures())
    width = max(len(row.name) for row in rows)
    print(f"{'measure':{width}}  {'median':>9}  {'spread':>17}  {'aim':>7}   of {RUNS} runs")
    missed = 0
    for row in rows:
        figures = [row.run() for _ in range(RUNS)]
        median = statistics.median(figures)
        missed += median > row.aim
        spread = f"{min(figures):.2f} – {max(figures):.2f}"
        verdict = "" if median <= row.aim else "   missed"
        print(f"{row.name:{width}}  {median:>6.2f} {row.unit}  {spread:>17}  {row.aim:>4g} {row.unit}{verdict}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
