"""`dalsegno kv` against real services."""

import io
import itertools
import json
import re
from collections.abc import Callable
from typing import NamedTuple

import pytest

from dalsegno import Client
from dalsegno.cli import main
from support.stack import Stack

_numbers = itertools.count(1)


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def namespace() -> str:
    return f"cli.kv{next(_numbers)}"


@pytest.fixture
def kv(
    stack: Stack, namespace: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Runs a command on a namespace of the test's own."""
    monkeypatch.setenv("DALSEGNO_STORAGE", stack.storage)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(command: str, *arguments: str) -> Ended:
        code = main(["kv", command, *arguments, "--namespace", namespace])
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (["7"], 7),
        (['{"a": [null, "é"]}'], {"a": [None, "é"]}),
        (['"7"'], "7"),
        (["hello world"], "hello world"),
        (["NaN"], "NaN"),
        (["7", "--text"], "7"),
    ],
)
def test_a_value_is_json_or_else_a_text(
    client: Client, kv: Callable[..., Ended], namespace: str, given: list[str], value: object
) -> None:
    assert re.fullmatch(r"k: version \d+\n", kv("set", "k", *given).out)
    assert client.values.get(namespace, "k") == value
    assert json.loads(kv("get", "k", "--output", "json").out) == value


def test_a_text_is_printed_bare_and_everything_else_as_json(kv: Callable[..., Ended]) -> None:
    kv("set", "text", "hello")
    kv("set", "map", '{"a": 1}')
    assert [kv("get", "text"), kv("get", "map")] == [Ended(0, "hello\n", ""), Ended(0, '{\n  "a": 1\n}\n', "")]


def test_a_value_is_read_from_standard_input(
    client: Client, kv: Callable[..., Ended], namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("[1,\n2]\n"))
    kv("set", "k", "-")
    assert client.values.get(namespace, "k") == [1, 2]


def test_values_are_listed_by_key(kv: Callable[..., Ended]) -> None:
    kv("set", "b", "1", "--description", "the month", "--expires-in", "36h")
    kv("set", "a", "22")
    lines = kv("list").out.splitlines()
    assert lines[0].split() == ["key", "size", "version", "written", "until", "description"]
    assert [line.split()[:3] for line in lines[1:]] == [["a", "2", "B"], ["b", "1", "B"]]
    assert lines[2].endswith("the month")
    document = json.loads(kv("list", "b", "--output", "json").out)
    assert [(value["key"], "expire_time" in value) for value in document["values"]] == [("b", True)]


def test_a_namespace_without_keys_says_so(kv: Callable[..., Ended], namespace: str) -> None:
    assert kv("list") == Ended(0, "", f"Namespace {namespace} has no keys\n")
    assert kv("list", "x") == Ended(0, "", f"Namespace {namespace} has no keys that begin with x\n")


def test_a_value_that_is_there_stays_where_only_a_new_one_is_wanted(kv: Callable[..., Ended]) -> None:
    assert kv("set", "k", "1", "--new").code == 0
    refused = kv("set", "k", "2", "--new")
    assert (refused.code, "reason VALUE_EXISTS" in refused.err, "Without --new" in refused.err) == (2, True, True)
    assert kv("get", "k").out == "1\n"


def test_deleting_tells_whether_there_was_a_value(kv: Callable[..., Ended]) -> None:
    kv("set", "k", "1")
    assert kv("delete", "k") == Ended(0, "k: deleted\n", "")
    assert kv("delete", "k") == Ended(0, "k: there was no value\n", "")
    assert kv("delete", "k", "--output", "json").out == '{"deleted": false}\n'


def test_a_key_without_a_value_ends_with_2(kv: Callable[..., Ended]) -> None:
    missing = kv("get", "k")
    assert (missing.code, missing.out, "reason VALUE_NOT_FOUND" in missing.err) == (2, "", True)


def test_a_time_to_keep_is_a_number_with_a_unit(kv: Callable[..., Ended]) -> None:
    assert re.fullmatch(
        r"k: version \d+, until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n", kv("set", "k", "1", "--expires-in", "90s").out
    )
    refused = kv("set", "k", "1", "--expires-in", "tomorrow")
    assert (refused.code, "'tomorrow' is no length of time" in refused.err) == (2, True)


def test_a_key_that_can_be_none_names_the_field(kv: Callable[..., Ended]) -> None:
    refused = kv("set", "a/b", "1")
    assert (refused.code, "key is 'a/b'" in refused.err) == (2, True)
