"""Secrets of the environment: found by expressions, and taken out of texts."""

import base64

import pytest

from dalsegno_executor.secrets import MASK, MAX_ALTERNATIVES, Secrets
from dalsegno_flow.expressions import Engine, ExpressionError


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def engine(**values: str) -> Engine:
    return Engine({"secret": Secrets(values).function()})


def test_a_secret_is_the_base64_of_an_environment_variable() -> None:
    environment = {"SECRET_TOKEN": encoded("schlüssel"), "SECRET_wrapped": "cGFz\nc3dvcmQ=\n", "TOKEN": "other"}
    secrets = Secrets.from_environment(environment)
    template = "{{ secret('token') }} {{ secret('WRAPPED') }}"
    assert Engine({"secret": secrets.function()}).render(template, {}) == "schlüssel password"


def test_what_is_no_base64_is_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    secrets = Secrets.from_environment(
        {"SECRET_BAD": "not base64!", "SECRET_BYTES": base64.b64encode(b"\xff").decode()}
    )
    with pytest.raises(ExpressionError, match="Cannot find secret for key 'bad'"):
        Engine({"secret": secrets.function()}).render("{{ secret('bad') }}", {})
    assert [record.message.split()[3] for record in caplog.records] == ["SECRET_BAD", "SECRET_BYTES"]
    assert "not base64!" not in caplog.text


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("secret('DOORS', subkey='front')", "open"),
        ("secret('DOORS', subkey='codes')", "[1, 2]"),
        ("json(secret('DOORS')).front", "open"),
        ("secret(key='DOORS', namespace='company.team', subkey='front')", "open"),
    ],
)
def test_a_secret_may_be_json(call: str, text: str) -> None:
    doors = engine(DOORS='{"front": "open", "codes": [1, 2]}')
    assert doors.render("{{ " + call + " }}", {}) == text


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("secret('NONE')", "Cannot find secret for key 'NONE'."),
        ("secret()", "expects an argument 'key'"),
        ("secret('TOKEN', subkey='a')", "Cannot find secret sub-key 'a' in secret 'TOKEN'."),
        ("secret('DOORS', subkey='back')", "Cannot find secret sub-key 'back' in secret 'DOORS'."),
    ],
)
def test_what_cannot_be_found_is_told_without_the_secret(call: str, message: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        engine(TOKEN="s3cr3t", DOORS='{"front": "open"}').render("{{ " + call + " }}", {})  # of this test
    assert message in str(refused.value)
    assert "s3cr3t" not in str(refused.value)


@pytest.mark.parametrize("count", [1, MAX_ALTERNATIVES, MAX_ALTERNATIVES * 20])
def test_many_secrets_are_taken_out_as_few_are(count: int) -> None:
    more = frozenset(f"number-{number:05}" for number in range(count)) | {"s3cr3t-token"}
    secrets = Secrets({"A": "s3cr3t"})
    text = f"s3cr3t, s3cr3t-token and number-{count - 1:05}, not number-99999"
    assert secrets.mask(text, more) == f"{MASK}, {MASK} and {MASK}, not number-99999"
    assert secrets.mask(text) == f"{MASK}, {MASK}-token and number-{count - 1:05}, not number-99999"
    assert Secrets({}).mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("a s3cr3t here, s3cr3t there", f"a {MASK} here, {MASK} there"),
        ("only the second line", f"only the {MASK}"),
        ("first line\nsecond line", MASK),
        ("abc is too short to be taken out", "abc is too short to be taken out"),
        ("a longer s3cr3t-token goes first", f"a longer {MASK} goes first"),
    ],
)
def test_secrets_are_taken_out_of_texts(text: str, masked: str) -> None:
    secrets = Secrets({"A": "s3cr3t", "B": "first line\nsecond line", "C": "abc", "D": "s3cr3t-token"})
    assert secrets.mask(text) == masked


def test_without_secrets_texts_stay_as_they_are() -> None:
    assert Secrets({}).mask("anything") == "anything"
