"""Executions, replays and restarts recorded on a real Kestra 0.20.7, against the real services.

All cases that were chosen are run at once before the first test, which then only compares.
"""

import asyncio
import textwrap
from collections import Counter

import pytest

from dalsegno import AsyncClient, Endpoints
from support.kestra_cases import ABSENT, FOLDER, Case, read_cases
from support.kestra_comparison import compare
from support.kestra_documented import PAGE, documented_differences
from support.kestra_running import RerunResult, Result, run_cases
from support.stack import Stack

CASES = {case.name: case for case in read_cases()}
Results = dict[str, Result | BaseException]
DIFFERENT = documented_differences(PAGE.read_text())

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
    assert sorted(set(DIFFERENT) - set(CASES)) == []


def test_replays_run_as_in_kestra(results: Results) -> None:
    _count("replays", [replay for result in results.values() for replay in _of(result).replays])


def test_restarts_run_as_in_kestra(results: Results) -> None:
    _count("restarts", [restart for result in results.values() for restart in _of(result).restarts])


def _of(result: Result | BaseException) -> Result:
    if isinstance(result, BaseException):
        raise result
    return result


def _count(what: str, reruns: list[RerunResult]) -> None:
    """Passes when all match; else the summary of the tests shows how many do, and nothing fails."""
    counts = Counter(rerun.verdict for rerun in reruns)
    if counts["match"] != len(reruns):
        verdicts = ("match", "differ", "quirk", "refused", "not possible yet")
        pytest.xfail(f"{len(reruns)} {what}: " + ", ".join(f"{counts[verdict]} {verdict}" for verdict in verdicts))
