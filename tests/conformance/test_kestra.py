"""Executions, replays and restarts recorded on a real Kestra 0.20.7, against the real services.

All cases that were chosen are run at once before the first test, which then only compares.
"""

import asyncio
import textwrap
from collections import Counter
from collections.abc import Callable

import pytest

from dalsegno import AsyncClient, Endpoints
from support.kestra_cases import ABSENT, FOLDER, Case, read_cases
from support.kestra_comparison import compare
from support.kestra_documented import PAGE, documented_differences, documented_reruns
from support.kestra_running import Result, run_cases
from support.stack import Stack

CASES = {case.name: case for case in read_cases()}
Results = dict[str, Result | BaseException]
DIFFERENT = documented_differences(PAGE.read_text())
LISTED = documented_reruns(PAGE.read_text())

pytestmark = [
    pytest.mark.xdist_group("kestra"),
    pytest.mark.skipif(not FOLDER.exists(), reason=ABSENT),
]


@pytest.fixture(scope="module")
def results(request: pytest.FixtureRequest, stack: Stack) -> Results:
    """Runs the cases that this session is to test."""
    chosen = {item.callspec.params["name"] for item in request.session.items if _is_case(item)}
    return asyncio.run(_run([CASES[name] for name in sorted(chosen)] or list(CASES.values()), stack))


async def _run(cases: list[Case], stack: Stack) -> Results:
    endpoints = Endpoints(registry=stack.registry, executor=stack.executor, storage=stack.storage)
    async with AsyncClient(endpoints) as client:
        return await run_cases(client, cases)


def _is_case(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and item.originalname == test_runs_as_in_kestra.__name__ and bool(CASES)


@pytest.mark.parametrize("name", CASES)
def test_runs_as_in_kestra(results: Results, name: str) -> None:
    result = _of(results[name])
    for rerun in [*result.replays, *result.restarts]:
        print(f"{rerun.name}: {rerun.verdict}")
        print(textwrap.indent(rerun.text, "    "), end="\n" if rerun.text else "")
    if result.missing:
        pytest.skip("this version lacks " + ", ".join(result.missing))
    assert not result.refused, f"{name} was not run: {result.refused}"
    listed = DIFFERENT.get(name, {})
    told = "\n".join(str(found) for found in result.differences if found.where not in listed)
    assert not told, f"{name} differs from Kestra:\n{told}"
    gone = set(listed) - {found.where for found in result.differences}
    assert not gone, f"{name} differs no longer in {sorted(gone)}: take it off {PAGE.name}."


def test_no_recording_differs_from_itself() -> None:
    for case in CASES.values():
        reruns = [*case.replays, *([case.restart] if case.restart else [])]
        recorded = [case.execution, *(rerun.execution for rerun in reruns if rerun.execution)]
        assert [compare(execution, execution, case.rules) for execution in recorded] == [[]] * len(recorded), case.name


def test_every_listed_difference_is_of_a_recorded_case() -> None:
    assert sorted({*DIFFERENT, *(name for name, _ in LISTED)} - set(CASES)) == []


@pytest.mark.parametrize("kind", ["replays", "restarts"])
def test_they_run_as_in_kestra(results: Results, kind: str, record_property: Callable[[str, object], None]) -> None:
    reruns = {(name, rerun) for name, result in results.items() for rerun in getattr(_of(result), kind)}
    counts = Counter(rerun.verdict for _, rerun in reruns)
    told = f"{len(reruns)} {kind}: " + ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    record_property("counts", told)
    print(told)
    other = {(name, _number(rerun.name)): rerun for name, rerun in reruns if rerun.verdict not in {"match", "quirk"}}
    listed = {(name, rerun) for name, rerun in LISTED if (rerun == "restart") == (kind == "restarts")}
    unlisted = [f"{name} {rerun}: {other[name, rerun].text}" for name, rerun in sorted(other.keys() - listed)]
    assert not unlisted, "\n".join([told, *unlisted])
    assert not listed - other.keys(), f"{sorted(listed - other.keys())} differ no longer: take them off {PAGE.name}."


def _number(name: str) -> str:
    """The name of a rerun in the page: "replay 3" of "replay 3 from 2 pause"."""
    return " ".join(name.split()[:2])


def _of(result: Result | BaseException) -> Result:
    if isinstance(result, BaseException):
        raise result
    return result
