"""encrypt() and decrypt() of the expressions."""

import base64

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dalsegno_flow.expressions import Engine, ExpressionError

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER_KEY = base64.b64encode(bytes(32)).decode()


def rendered(template: str, **variables: object) -> str:
    return Engine().render(template, {"key": KEY, **variables})


@pytest.mark.parametrize("size", [16, 24, 32])
@pytest.mark.parametrize("text", ["token", "schlüssel ✓", "x" * 10_000])
def test_what_was_encrypted_is_decrypted_with_the_same_key(size: int, text: str) -> None:
    key = base64.b64encode(bytes(range(size))).decode()
    assert rendered("{{ decrypt(key, encrypt(key, text)) }}", key=key, text=text) == text


def test_the_encrypted_text_is_nonce_ciphertext_and_tag_in_base64() -> None:
    found = base64.b64decode(rendered("{{ encrypt(key, 'ride') }}"))
    assert len(found) == 12 + len("ride") + 16
    assert AESGCM(bytes(range(32))).decrypt(found[:12], found[12:], None) == b"ride"


def test_the_same_text_is_never_encrypted_alike() -> None:
    assert len({rendered("{{ encrypt(key, 'ride') }}") for _ in range(20)}) == 20


@pytest.mark.parametrize("template", ["{{ encrypt(key, '') }}", "{{ decrypt(key, '') }}", "{{ encrypt(key, null) }}"])
def test_nothing_stays_nothing(template: str) -> None:
    assert rendered(template) == ""


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ encrypt(key) }}", "The 'encrypt' function expects two arguments 'key' and 'plaintext'."),
        ("{{ decrypt(encrypted='x') }}", "The 'decrypt' function expects two arguments 'key' and 'encrypted'."),
        ("{{ encrypt(key, [1]) }}", "expects a text as 'plaintext'"),
        ("{{ encrypt('no base64!', 'x') }}", "is no base64 text; give base64 of 16, 24 or 32 bytes"),
        ("{{ encrypt('c2hvcnQ=', 'x') }}", "is base64 of 5 bytes; give base64 of 16, 24 or 32 bytes"),
        ("{{ encrypt(5, 'x') }}", "is no base64 text"),
        ("{{ decrypt(key, 'no base64!') }}", "the base64 text that encrypt() gave"),
        ("{{ decrypt(key, 'c2hvcnQ=') }}", "the base64 text that encrypt() gave"),
        ("{{ decrypt(other, encrypt(key, 'x')) }}", "it was encrypted with another key, or was altered since"),
        ("{{ decrypt(key, encrypt(key, 'x') | replace({'=': 'A='})) }}", "decrypt"),
    ],
)
def test_what_cannot_be_done_is_told_without_the_key(template: str, message: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        rendered(template, other=OTHER_KEY)
    assert message in str(refused.value)
    assert KEY not in str(refused.value)
