"""Functions that make identifiers and random numbers, from the engine's clock and its source of chance.

Source: the formats of RFC 9562 (UUID version 7), segmentio/ksuid, FriendlyId and NanoID, as Kestra uses them.
"""

import socket
import uuid

from dalsegno_flow.expressions.callables import FunctionTable
from dalsegno_flow.expressions.errors import EvaluationError
from dalsegno_flow.expressions.frame import Frame
from dalsegno_flow.expressions.java_values import Value

FUNCTIONS = FunctionTable()
_ABSENT = object()
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_KSUID_EPOCH_SECONDS = 1_400_000_000
_NANOID_ALPHABET = _BASE62 + "-_"
_NANOID_LENGTH = 21
_MAX_NANOID_LENGTH = 1000


@FUNCTIONS.add("uuid")
def _uuid(*, frame: Frame) -> str:
    """Version 7: 48 bits of milliseconds, then chance, so that later ones sort after earlier ones."""
    milliseconds = frame.language.clock().nanoseconds // 10**6
    number = (milliseconds & (1 << 48) - 1) << 80 | frame.language.random.getrandbits(80)
    number = number & ~(0xF << 76) | 7 << 76  # the version
    number = number & ~(0x3 << 62) | 2 << 62  # the variant
    return str(uuid.UUID(int=number))


@FUNCTIONS.add("id")
def _id(*, frame: Frame) -> str:
    return _base62(frame.language.random.getrandbits(128), 22)


@FUNCTIONS.add("ksuid")
def _ksuid(*, frame: Frame) -> str:
    seconds = frame.language.clock().nanoseconds // 10**9 - _KSUID_EPOCH_SECONDS
    return _base62((seconds & 0xFFFFFFFF) << 128 | frame.language.random.getrandbits(128), 27)


@FUNCTIONS.add("nanoId", ("length", "alphabet"))
def _nano_id(length: Value = None, alphabet: Value = None, *, frame: Frame) -> str:
    """As Kestra does, takes the defaults for arguments of another type."""
    count = length if type(length) is int else _NANOID_LENGTH
    letters = alphabet if isinstance(alphabet, str) else _NANOID_ALPHABET
    if count > _MAX_NANOID_LENGTH:
        raise EvaluationError(f"The 'nanoId()' function field 'length' must be lower than: {_MAX_NANOID_LENGTH}")
    if count < 0 or not letters:
        raise EvaluationError("The 'nanoId()' function needs a 'length' of at least 0 and an 'alphabet' with letters")
    return "".join(frame.language.random.choices(letters, k=count))


@FUNCTIONS.add("randomInt", ("lower", "upper"))
def _random_int(lower: Value = _ABSENT, upper: Value = _ABSENT, *, frame: Frame) -> int:
    for name, bound in (("lower", lower), ("upper", upper)):
        if bound is _ABSENT:  # the misspelt names below are Kestra's
            raise EvaluationError(f"The 'randomIn()' function expects an argument {name}")
        if type(bound) is not int:
            raise EvaluationError(f"The 'randomIn()' function expects an argument {name} of type Long.")
    if upper < lower:
        raise EvaluationError("In 'randomIn()' upper is less than lower")
    return lower if upper == lower else frame.language.random.randrange(lower, upper)


@FUNCTIONS.add("randomPort")
def _random_port() -> int:
    """A TCP port that nobody listens on at the moment, chosen by the system."""
    try:
        with socket.socket() as probe:
            probe.bind(("", 0))
            port: int = probe.getsockname()[1]
            return port
    except OSError as error:
        raise EvaluationError("Unable to get random port") from error


def _base62(number: int, length: int) -> str:
    digits = []
    while number:
        number, digit = divmod(number, 62)
        digits.append(_BASE62[digit])
    return "".join(reversed(digits)).rjust(length, "0")
