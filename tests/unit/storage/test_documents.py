import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_storage.core.documents import MAX_DOCUMENT_BYTES, paths_of, read_document, referenced_files
from dalsegno_storage.core.errors import InvalidOutput
from support.storage import digest_of

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
NAMES = st.text(alphabet="abé/.-🎼", min_size=1)
FILES = st.builds(lambda scheme, name: scheme + name, st.sampled_from(["dalsegno:///", "kestra:///"]), NAMES)
VALUES = st.recursive(
    SCALARS | FILES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=5)


def spell(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def strings_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in strings_in(item)]


@given(OBJECTS)
def test_every_object_has_one_spelling_that_is_taken(value: dict[str, Any]) -> None:
    text = spell(value)
    document = read_document("json", text)
    assert (document.json, document.digest) == (text, digest_of(text))


@given(OBJECTS.filter(bool))
def test_another_spelling_of_the_same_value_is_refused(value: dict[str, Any]) -> None:
    for text in (json.dumps(value, ensure_ascii=False), " " + spell(value), spell(value) + "\n"):
        with pytest.raises(InvalidOutput):
            read_document("json", text)


@given(OBJECTS)
def test_the_files_of_a_document_are_its_strings_that_begin_with_either_scheme(value: dict[str, Any]) -> None:
    named = [text for text in strings_in(value) if text.startswith(("dalsegno:///", "kestra:///"))]
    expected = tuple(dict.fromkeys(text.replace("kestra:///", "dalsegno:///", 1) for text in named))
    text = spell(value)
    assert (referenced_files(value), read_document("json", text).paths, paths_of(text)) == (expected,) * 3


def test_a_file_is_named_once_whatever_its_scheme() -> None:
    value = {"uri": "kestra:///n/a", "uris": ["dalsegno:///n/b", "dalsegno:///n/a"], "dalsegno:///key": 1}
    assert referenced_files(value) == ("dalsegno:///n/a", "dalsegno:///n/b")


@pytest.mark.parametrize("text", ["see dalsegno:///n/a", "dalsegno://n/a", "DALSEGNO:///n/a", "file:///n/a"])
def test_other_texts_name_no_file(text: str) -> None:
    assert referenced_files({"value": text}) == ()


def test_keys_keep_their_order() -> None:
    assert read_document("json", '{"b":1,"a":2}').digest != read_document("json", '{"a":2,"b":1}').digest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[1]", "is a list"),
        ('"a"', "is a text"),
        ("null", "is null"),
        ("true", "is true or false"),
        ("1", "is a number"),
        ('{"a": 1}', "at character 5 it has ' 1}' where '1}' belongs"),
        ('{"a":1,"a":2}', "not canonical"),
        ('{"a":"\\u00e9"}', "not canonical"),
        ('{"a":"\\/"}', "not canonical"),
        ('{"a":"\\ud800"}', "not canonical"),
        ('{"a":1.50}', "not canonical"),
        ('{"a":NaN}', "holds NaN"),
        ('{"a":-Infinity}', "holds -Infinity"),
        ('{"a":1e999}', "cannot be written again"),
        ('{"a":' + "9" * 5000 + "}", "is not JSON"),
        ('{"a":' + "[" * 100_000 + "]" * 100_000 + "}", "is not JSON"),
    ],
)
def test_what_is_wrong_with_a_document_is_said(text: str, found: str) -> None:
    with pytest.raises(InvalidOutput) as caught:
        read_document("documents[3].json", text)
    assert caught.value.message.startswith("documents[3].json")
    assert found in caught.value.message


def test_a_document_of_four_mebibytes_is_taken_and_one_byte_more_is_not() -> None:
    largest = '{"a":"' + "x" * (MAX_DOCUMENT_BYTES - 8) + '"}'
    assert read_document("json", largest).digest == digest_of(largest)
    with pytest.raises(InvalidOutput) as caught:
        read_document("json", largest.replace("x", "xx", 1))
    assert "4194305 bytes" in caught.value.message
