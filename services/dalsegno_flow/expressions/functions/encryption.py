"""encrypt() and decrypt(), as in Kestra."""

from dalsegno_flow.encryption import InvalidKey, Key, NotEncrypted, OtherKey
from dalsegno_flow.expressions.callables import FunctionTable
from dalsegno_flow.expressions.errors import EvaluationError
from dalsegno_flow.expressions.java_values import Value
from dalsegno_flow.expressions.limits import check_characters

FUNCTIONS = FunctionTable()
_ABSENT = object()


@FUNCTIONS.add("encrypt", ("key", "plaintext"))
def _encrypt(key: Value = _ABSENT, plaintext: Value = _ABSENT) -> Value:
    """Null and the empty text stay as they are, as in Kestra."""
    text = _text_of("encrypt", "plaintext", key, plaintext)
    if not text:
        return text
    encrypted = _key("encrypt", key).encrypt(text)
    check_characters(len(encrypted))
    return encrypted


@FUNCTIONS.add("decrypt", ("key", "encrypted"))
def _decrypt(key: Value = _ABSENT, encrypted: Value = _ABSENT) -> Value:
    text = _text_of("decrypt", "encrypted", key, encrypted)
    if not text:
        return text
    try:
        return _key("decrypt", key).decrypt(text)
    except NotEncrypted as error:
        raise EvaluationError(
            "The 'decrypt' function expects in 'encrypted' the base64 text that encrypt() gave."
        ) from error
    except OtherKey as error:
        raise EvaluationError(
            "The 'decrypt' function cannot decrypt this: it was encrypted with another key, or was altered since."
        ) from error


def _text_of(function: str, name: str, key: Value, value: Value) -> str | None:
    if key is _ABSENT or value is _ABSENT:
        raise EvaluationError(f"The '{function}' function expects two arguments 'key' and '{name}'.")
    if value is not None and not isinstance(value, str):
        raise EvaluationError(
            f"The '{function}' function expects a text as '{name}'; write it with | string or | json."
        )
    return value


def _key(function: str, key: Value) -> Key:
    """No message shows the key."""
    try:
        return Key(key if isinstance(key, str) else "?")
    except InvalidKey as error:
        raise EvaluationError(
            f"The 'key' of the '{function}' function is {error}; give base64 of 16, 24 or 32 bytes, as "
            "`openssl rand -base64 32` prints."
        ) from error
