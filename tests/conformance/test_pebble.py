"""Templates and what Pebble 4.1.2 with Kestra 1.3.25's filters and operators made of them, recorded in UTC."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from dalsegno_flow.dates import parse_instant, parse_zoned
from dalsegno_flow.expressions import Engine, ExpressionError
from dalsegno_runtime.jq_process import JqProcess

CASES = json.loads(Path(__file__).with_name("pebble_cases.json").read_text())
VARIABLES: dict[str, Any] = {
    "outputs": {
        "a": {
            "uri": "kestra:///x/y.csv",
            "value": "42",
            "n": 7,
            "none": None,
            "body": '{"k":[1,2,{"z":null}],"f":1.50}',
        },
        "b-c": {"value": "dash"},
        "unzip": {"files": {"202402-divvy-tripdata.csv": "kestra:///f.csv"}},
        "loop": {"x": {"v": 1}, "y": {"v": 2}},
    },
    "execution": {"id": "e1", "startDate": parse_instant("2024-05-31T10:11:12.123456Z")},
    "inputs": {
        "s": "hello world",
        "t": True,
        "fl": False,
        "i": 7,
        "d": 2.5,
        "list": ["a", "b", "c"],
        "nums": [3, 1, 2],
        "map": {"z": 1, "a": {"b": "c"}},
        "empty": "",
        "nil": None,
        "el": [],
        "em": {},
        "date": date(2024, 2, 29),
        "ldt": datetime(2024, 3, 10, 2, 30),  # noqa: DTZ001 - a wall clock without a zone is what is meant
        "zdt": parse_zoned("2024-10-27T02:30:00+02:00[Europe/Paris]"),
    },
    "vars": {
        "file_id": "{{ execution.startDate | dateAdd(-3, 'MONTHS') | date('yyyyMM') }}",
        "nested": {"k": "{{ inputs.s }}", "l": ["{{ inputs.i }}", 2]},
        "rec": "{{ vars.rec }}x",
        "two": "{{ vars.file_id }}",
    },
    "taskrun": {"value": "v1"},
    "flow": {"id": "f", "namespace": "n.s"},
}

# template: (why we answer otherwise, what we answer)
DIFFERENT: dict[str, tuple[str, str]] = {
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    jq = JqProcess()
    yield Engine(jq=jq)
    jq.close()


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


def answer(engine: Engine, template: str) -> str:
    try:
        return engine.render(template, VARIABLES)
    except ExpressionError as error:
        return str(error)


@pytest.mark.parametrize("case", CASES, ids=[case["t"][:80] for case in CASES])
def test_renders_as_kestra_does(engine: Engine, case: dict[str, str]) -> None:
    template = case["t"]
    expected = case["ok"] if "ok" in case else case["err"]
    assert answer(engine, template) == DIFFERENT.get(template, ("", expected))[1]


def test_every_difference_is_one_of_the_recorded_templates() -> None:
    recorded = {case["t"]: case.get("ok", case.get("err")) for case in CASES}
    assert {template: recorded[template] for template in DIFFERENT if recorded[template] == DIFFERENT[template][1]} == {}
