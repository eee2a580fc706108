"""docs/expressions.md names what the engine has, no more and no less."""

import re

import pytest

from dalsegno_executor import error_logs, http_function, subflow_function
from dalsegno_executor.secrets import Secrets
from dalsegno_executor.stored_functions import functions as executor_functions
from dalsegno_flow import ion, patterns
from dalsegno_flow.dates import FORMAT_NAMES
from dalsegno_flow.dates.arithmetic import DAYS, MONTHS, NANOSECONDS
from dalsegno_flow.expressions import Engine, limits
from dalsegno_flow.expressions.operators import BINARY
from dalsegno_flow.expressions.tags import TAGS
from support.expressions_page import examples, section


class NowhereStored:
    """Has neither values nor files."""

    def value(self, namespace: str, key: str) -> None: ...
    def size_bytes(self, uri: str) -> None: ...
    def content(self, uri: str, limit_bytes: int) -> bytes:
        raise AssertionError(f"{uri} was asked for, {limit_bytes} bytes of it")


def first_cells(title: str) -> str:
    return "\n".join(
        re.split(r"(?<!\\)\|", line)[1] for line in section(title).splitlines()[2:] if line.startswith("| `")
    )


def names(text: str) -> set[str]:
    return set(re.findall(r"`([A-Za-z_0-9]+)[^`]*`", text))


def documented_parameters(title: str) -> dict[str, list[str]]:
    calls = re.findall(r"`(\w+)\(([^`]*)\)`", first_cells(title))
    return {name: [part.strip() for part in arguments.split(",")] for name, arguments in calls}


def test_every_filter_is_described() -> None:
    assert names(first_cells("Filters")) == set(Engine().filters)


def test_every_function_is_described() -> None:
    assert names(first_cells("Functions")) == set(Engine().functions)


def test_every_function_of_the_executor_is_described_with_its_parameters() -> None:
    own = {**executor_functions(NowhereStored()), "secret": Secrets({}).function(), "errorLogs": error_logs.function()}
    own |= {"http": http_function.function(), "subflow": subflow_function.function()}
    assert names(first_cells("Functions of the executor")) == set(own)
    described = documented_parameters("Functions of the executor")
    real = {name: list(function.parameters or ()) for name, function in own.items() if function.parameters}
    assert {**described, "read": [*described["read"], "version"]} == real  # `version` is refused


def test_every_example_prints_what_it_says() -> None:
    variables = {"outputs": {"load": {"a": {"uri": "x"}, "b": {"uri": "y"}}}, "taskrun": {"value": "b"}, "tasks": {}}
    engine = Engine()
    printed = {text: engine.render(f"{{{{ {text} }}}}", variables) for text, _ in examples(0)}
    assert printed == dict(examples(0))


def test_every_filter_and_function_has_an_example() -> None:
    shown = " ".join(text for number in (0, 1) for text, _ in examples(number))
    without_stored = [*names(first_cells("Filters")), *names(first_cells("Functions"))]
    stored = names(first_cells("Functions of the executor"))
    missing = {name for name in (*without_stored, *stored) if not re.search(rf"(?:\| ?{name}\b)|\b{name}\(", shown)}
    assert missing == {"parent", "i18n", "subflow"}


def test_every_test_is_listed() -> None:
    assert names(section("Tests")) == set(Engine().tests)


@pytest.mark.parametrize("name", sorted(documented_parameters("Filters")))
def test_a_filters_parameters_are_as_described(name: str) -> None:
    described = documented_parameters("Filters")[name]
    real = list(Engine().filters[name].parameters)
    if name == "replace":
        described = ["replace_pairs", "regexp"]  # described by an example
    assert described == real[: len(described)]
    assert set(real) - set(described) <= {"locale"}


@pytest.mark.parametrize("name", sorted(set(documented_parameters("Functions")) - {"max", "min"}))
def test_a_functions_parameters_are_as_described(name: str) -> None:
    described = documented_parameters("Functions")[name]
    real = list(Engine().functions[name].parameters or ())
    assert described == real[: len(described)]
    assert set(real) - set(described) <= {"locale", "existingFormat"}


def test_every_operator_is_described_from_the_tightest_to_the_loosest() -> None:
    cells = first_cells("Values and operators").splitlines()
    rows = [[name.replace("\\", "") for name in re.findall(r"`([^`]+)`", cell)] for cell in cells]
    assert {name for row in rows for name in row if name in BINARY} == set(BINARY)
    binding = [max(BINARY[name][0] for name in row) for row in rows[1:] if all(name in BINARY for name in row)]
    assert binding == sorted(binding, reverse=True)


def test_every_tag_is_described() -> None:
    assert [tag for tag in TAGS if f"`{tag}" not in section("The text around")] == []


def test_every_unit_and_format_of_dates_is_named() -> None:
    known = {*NANOSECONDS, *DAYS, *MONTHS, *FORMAT_NAMES}
    assert known - names(section("Dates")) == set()


def test_the_limits_are_the_engines() -> None:
    numbers = re.findall(r"[0-9][0-9,]*", section("Limits"))
    assert [int(number.replace(",", "")) for number in numbers] == [
        limits.MAX_TEXT_CHARACTERS,
        limits.MAX_LIST_ITEMS,
        limits.MAX_VALUE_PARTS,
        ion.MAX_DIGITS,
        limits.MAX_STEPS,
        limits.RENDER_SECONDS,
        limits.MAX_EXPRESSION_DEPTH,
        limits.MAX_MACRO_DEPTH,
        limits.MAX_RENDER_DEPTH,
        limits.REGEX_SECONDS,
        patterns.MAX_PATTERN_CHARACTERS,
        patterns.MAX_REPETITIONS,
        5,
    ]
