"""SECRET values, sealed and opened."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor.core.errors import SecretUnreadable
from dalsegno_executor.vault import SEALED, Vault, is_sealed, sealed_within, without_sealed
from dalsegno_flow import NOTHING, parse_flow
from dalsegno_flow.encryption import InvalidKey
from dalsegno_flow.inputs import Input

OLD = base64.b64encode(b"o" * 32).decode()
NEW = base64.b64encode(b"n" * 24).decode()
VAULT = Vault.of(OLD)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


def inputs(text: str) -> tuple[Input, ...]:
    return parse_flow(f"id: a\nnamespace: b\ntasks: [{{id: t, type: x}}]\ninputs: [{text}]\n", NOTHING).inputs


def opened(vault: Vault, value: Any) -> Any:
    return vault.opened(value, "inputs", set())


@given(st.text(min_size=1))
def test_what_is_sealed_is_opened_again(text: str) -> None:
    sealed = VAULT.sealed(text)
    assert is_sealed(sealed)
    assert opened(VAULT, sealed) == text


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_texts_are_sealed_alike_when_they_are_the_same(one: str, other: str) -> None:
    assert (VAULT.sealed(one) == VAULT.sealed(other)) is (one == other)
    assert VAULT.sealed(one)["value"][:16] != VAULT.sealed(f"{one}.")["value"][:16]  # the nonces


@given(JSON)
def test_json_without_anything_sealed_stays_as_it_is(value: Any) -> None:
    assert opened(VAULT, value) == value
    assert without_sealed(value) == value
    assert sealed_within(value) == set()


def test_empty_texts_and_null_stay_as_they_are() -> None:
    assert [VAULT.sealed(value) for value in ("", None, [])] == ["", None, []]


def test_everything_sealed_in_json_is_opened_and_told() -> None:
    value = {"a": [VAULT.sealed("one"), {"b": VAULT.sealed("two")}], "type": SEALED}
    found: set[str] = set()
    assert VAULT.opened(value, "inputs", found) == {"a": ["one", {"b": "two"}], "type": SEALED}
    assert found == {"one", "two"}
    assert VAULT.readable(sealed_within(value)) == {"one", "two"}


def test_inputs_are_sealed_by_their_types() -> None:
    declared = inputs(
        "{id: form.pin, type: SECRET}, {id: pins, type: ARRAY, itemType: SECRET}, {id: plain, type: STRING}"
    )
    values = {"form": {"pin": "1234", "more": 1}, "pins": ["5678"], "plain": "x"}
    sealed = VAULT.sealed_inputs(declared, values, {})
    assert sealed == {
        "form": {"pin": VAULT.sealed("1234"), "more": 1},
        "pins": [VAULT.sealed("5678")],
        "plain": "x",
    }
    assert values["pins"] == ["5678"]
    assert VAULT.sealed_inputs(declared, {"plain": "x"}, {}) == {"plain": "x"}


def test_the_first_key_seals_and_every_key_opens() -> None:
    both = Vault.of(f" {NEW},\n{OLD} ")
    assert opened(both, VAULT.sealed("x")) == "x"
    assert opened(Vault.of(NEW), both.sealed("x")) == "x"


def test_a_value_stays_as_it_was_sealed_under_an_earlier_key() -> None:
    declared = inputs("{id: a, type: SECRET}")
    both = Vault.of(f"{NEW},{OLD}")
    before = {"a": VAULT.sealed("x")}
    assert both.sealed_inputs(declared, {"a": "x"}, before) == before
    assert both.sealed_inputs(declared, {"a": "y"}, before) == {"a": both.sealed("y")}
    assert Vault.of(NEW).sealed_inputs(declared, {"a": "x"}, before) == {"a": Vault.of(NEW).sealed("x")}


@pytest.mark.parametrize(
    ("vault", "value", "why"),
    [
        (Vault.of(NEW), VAULT.sealed("x")["value"], "it was encrypted with another key"),
        (Vault(), VAULT.sealed("x")["value"], "there is no key"),
        (VAULT, "rubbish", "it is no text that was encrypted"),
        (VAULT, "é" * 40, "it is no text that was encrypted"),
        (VAULT, base64.b64encode(b"x" * 40).decode(), "it was encrypted with another key"),
    ],
)
def test_what_cannot_be_opened_is_told_with_its_place(vault: Vault, value: str, why: str) -> None:
    with pytest.raises(SecretUnreadable) as error:
        vault.opened({"a": [{"type": SEALED, "value": value}]}, "inputs", set())
    assert error.value.message.startswith(f"The secret `inputs.a[0]` cannot be decrypted: {why}. It is kept as it is. ")
    assert vault.readable([value]) == set()


@pytest.mark.parametrize("text", ["key", "c2l4", f"{OLD};{NEW}", ",", f"{OLD},c2l4"])
def test_what_is_no_key_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(InvalidKey) as error:
        Vault.of(text)
    assert text not in str(error.value)


def test_without_a_key_there_is_a_reason_to_refuse() -> None:
    assert (Vault.of("").seals, VAULT.seals, VAULT.refusal) == (False, True, "")
    assert Vault.of("").refusal.startswith("Unable to use a `SECRET` input/output as encryption is not configured. ")


def test_who_follows_an_execution_is_handed_its_secrets_each_once_and_sealed() -> None:
    kept, other = VAULT.sealed("kept")["value"], Vault.of(NEW).sealed("other")["value"]
    handed_on = VAULT.handed_on([kept, other, kept], {"kept", "more"})
    assert handed_on == (kept, other, VAULT.sealed("more")["value"])
    assert Vault().handed_on([kept], set()) == (kept,)
