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
    "{{ inputs.s.getClass() }}": (
        "no class of the implementation can be named, so there is nothing to deny",
        "Unable to find `getClass` used in the expression `{{ inputs.s.getClass() }}` at line 1",
    ),
    "{{ inputs.s.class }}": (
        "as above",
        "Unable to find `class` used in the expression `{{ inputs.s.class }}` at line 1",
    ),
    "{{ 'a' isIn [null, 'a'] }}": ("a NullPointerException in Kestra", "true"),
    "{{ [1,2] contains 1 }} {{ inputs.nums contains 1 }}": (
        "Kestra tells Integer and Long apart, so a literal is never in a list of inputs",
        "true true",
    ),
    "{{ inputs.i | date }}": ("a ClassCastException in Kestra, for an Integer", "1970-01-01T00:00:07.000000Z"),
    "{{ {'one': 1, 'two': 2, 'three': 3, 'four': 4, 'five': 5, 'six': 6, 'seven': 7} }}": (
        "the order of keys that share a bucket changes from run to run in Java",
        '{"six":6,"four":4,"one":1,"seven":7,"two":2,"three":3,"five":5}',
    ),
    "{{ fromJson('{bad') }}": (
        "the words are those of another JSON parser",
        (
            "Invalid json: Expecting property name enclosed in double quotes: line 1 column 2 (char 1) "
            "({{ fromJson('{bad') }}:1)"
        ),
    ),
    "{{ execution.startDate | date('full') }}|{{ execution.startDate | date('long') }}|"
    "{{ execution.startDate | date('medium') }}|{{ execution.startDate | date('short') }}": (
        "`full` and `long` differ between versions of Java; these are those of Java 17 and 21, with short zone names",
        (
            "Friday, May 31, 2024 at 10:11:12\u202fAM UTC|May 31, 2024 at 10:11:12\u202fAM UTC|"
            "May 31, 2024, 10:11:12\u202fAM|5/31/24, 10:11\u202fAM"
        ),
    ),
    "{% raw %}{{ x }}{% endraw %}": ("Kestra takes raw out before the recorded engine sees it", "{{ x }}"),
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


def test_every_listed_difference_still_is_one() -> None:
    recorded = {case["t"]: case.get("ok", case.get("err")) for case in CASES}
    assert [template for template, (_, ours) in DIFFERENT.items() if recorded.get(template, ours) == ours] == []
