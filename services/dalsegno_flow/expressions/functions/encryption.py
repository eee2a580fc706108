"""encrypt() and decrypt(): AES in Galois counter mode. Source: Kestra's EncryptionService.

The key is base64 of 16, 24 or 32 bytes. The encrypted text is base64 of 12 bytes of chance, the ciphertext and a tag of
16 bytes, so that what Kestra has encrypted is decrypted here, and the other way round.
"""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dalsegno_flow.expressions.callables import FunctionTable
from dalsegno_flow.expressions.errors import EvaluationError
from dalsegno_flow.expressions.java_values import Value
from dalsegno_flow.expressions.limits import check_characters

FUNCTIONS = FunctionTable()
_ABSENT = object()
_NONCE_BYTES = 12
_TAG_BYTES = 16
_KEY_BYTES = (16, 24, 32)


@FUNCTIONS.add("encrypt", ("key", "plaintext"))
def _encrypt(key: Value = _ABSENT, plaintext: Value = _ABSENT) -> Value:
    """Null and the empty text stay as they are, as in Kestra."""
    text = _text_of("encrypt", "plaintext", key, plaintext)
    if not text:
        return text
    nonce = os.urandom(_NONCE_BYTES)
    encrypted = nonce + _cipher("encrypt", key).encrypt(nonce, text.encode(), None)
    check_characters(len(encrypted) * 4 // 3)
    return base64.b64encode(encrypted).decode()


@FUNCTIONS.add("decrypt", ("key", "encrypted"))
def _decrypt(key: Value = _ABSENT, encrypted: Value = _ABSENT) -> Value:
    text = _text_of("decrypt", "encrypted", key, encrypted)
    if not text:
        return text
    cipher = _cipher("decrypt", key)
    parts = _bytes_of(text)
    if parts is None or len(parts) < _NONCE_BYTES + _TAG_BYTES:
        raise EvaluationError("The 'decrypt' function expects in 'encrypted' the base64 text that encrypt() gave.")
    try:
        return cipher.decrypt(parts[:_NONCE_BYTES], parts[_NONCE_BYTES:], None).decode()
    except (InvalidTag, UnicodeDecodeError) as error:
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


def _cipher(function: str, key: Value) -> AESGCM:
    """No message shows the key."""
    found = _bytes_of(key) if isinstance(key, str) else None
    if found is None or len(found) not in _KEY_BYTES:
        size = "no base64 text" if found is None else f"base64 of {len(found)} bytes"
        raise EvaluationError(
            f"The 'key' of the '{function}' function is {size}; give base64 of 16, 24 or 32 bytes, as "
            "`openssl rand -base64 32` prints."
        )
    return AESGCM(found)


def _bytes_of(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
