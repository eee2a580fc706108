"""Texts encrypted with AES in Galois counter mode. Source: Kestra's EncryptionService.

A key is base64 of 16, 24 or 32 bytes. An encrypted text is base64 of a nonce of 12 bytes, the ciphertext and a tag of
16 bytes, so that what Kestra has encrypted is decrypted here, and the other way round.
"""

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = (16, 24, 32)


class InvalidKey(ValueError):
    """It is no key; the text says what it is, never the key itself."""


class NotEncrypted(ValueError):
    """A text is none that was encrypted."""


class OtherKey(ValueError):
    """A text was encrypted with another key, or altered since."""


class Key:
    def __init__(self, text: str) -> None:
        """Raises InvalidKey."""
        found = _bytes_of(text)
        if found is None or len(found) not in KEY_BYTES:
            raise InvalidKey("no base64 text" if found is None else f"base64 of {len(found)} bytes")
        self._cipher = AESGCM(found)
        self._nonces = hmac.digest(found, b"dalsegno nonces", hashlib.sha256)

    def encrypt(self, text: str) -> str:
        """The text, encrypted differently each time."""
        return self._encrypted(text, os.urandom(NONCE_BYTES))

    def seal(self, text: str) -> str:
        """The text, encrypted so that the same text is encrypted in the same way again.

        The nonce follows from the key and the text, so that it never stands before two texts.
        """
        return self._encrypted(text, hmac.digest(self._nonces, text.encode(), hashlib.sha256)[:NONCE_BYTES])

    def decrypt(self, text: str) -> str:
        """What was encrypted. Raises NotEncrypted, OtherKey."""
        parts = _bytes_of(text)
        if parts is None or len(parts) < NONCE_BYTES + TAG_BYTES:
            raise NotEncrypted
        try:
            return self._cipher.decrypt(parts[:NONCE_BYTES], parts[NONCE_BYTES:], None).decode()
        except (InvalidTag, UnicodeDecodeError) as error:
            raise OtherKey from error

    def _encrypted(self, text: str, nonce: bytes) -> str:
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), None)).decode()


def _bytes_of(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
