"""What is taken out of texts before they leave."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor.fixes.hiding import Hidden
from support.properties import examples


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("password: hunter2x", "hunter2x"),
        ('"apiKey": "abcd-1234"', "abcd-1234"),
        ("DB_PASSWORD=s3cr3t!", "s3cr3t!"),
        ("Authorization: Bearer abcdef123456", "abcdef123456"),
        ("authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ("postgresql://ada:lovelace99@db/rides", "lovelace99"),
        ("AKIAABCDEFGHIJKLMNOP", "AKIAABCDEFGHIJKLMNOP"),
        ("x ghp_0123456789abcdefghijABCDEF y", "ghp_0123456789abcdefghijABCDEF"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-_123", "eyJhbGciOiJIUzI1NiJ9"),
        ("sk-proj-0123456789abcdef", "sk-proj-0123456789abcdef"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "MIIE"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE cut off", "MIIE"),
        ("the knownvalue here", "knownvalue"),
    ],
)
def test_what_looks_secret_or_is_known_to_be_is_hidden_and_comes_back(text: str, secret: str) -> None:
    hidden = Hidden(re.compile("knownvalue"))
    told = hidden.hide(text)
    assert secret not in told
    assert "⟨hidden 1⟩" in told
    assert hidden.restore(told) == text


@pytest.mark.parametrize(
    "text",
    [
        "password: \"{{ secret('DB') }}\"",
        "token: {{ inputs.token }}",
        "- id: secretary",
        "uri: https://example.com/a:b@c",
        'from: "{{ outputs.load.uri }}" # the key: of it',
    ],
)
def test_templates_and_ordinary_texts_stay(text: str) -> None:
    assert Hidden().hide(text) == text


def test_one_thing_has_one_holder() -> None:
    hidden = Hidden()
    assert hidden.hide("password: abcdef\nother_password: abcdef") == (
        "password: ⟨hidden 1⟩\nother_password: ⟨hidden 1⟩"
    )
    assert hidden.restore("⟨hidden 7⟩") == "⟨hidden 7⟩"


@examples(200)
@given(st.text(alphabet="abkeypasswordtoken_-:=\"' \n{}[]/@.,1234", max_size=80))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    hidden = Hidden(re.compile("a1|b2"))
    assert hidden.restore(hidden.hide(text)) == text
