"""Avro's binary encoding of single values, as `cells` gives them.

Source: Avro 1.12 specification, "Binary encoding".
"""

import struct
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dalsegno_tasks.serdes.avro_schema import AvroType
from dalsegno_tasks.serdes.cells import UnionValue

Encode = Callable[[Any], bytes]


def encode_long(number: int) -> bytes:
    """Zigzag, then seven bits a byte from the lowest; for lengths, int and long alike."""
    rest = (number << 1) ^ (number >> 63)
    encoded = bytearray()
    while rest > 0x7F:
        encoded.append(rest & 0x7F | 0x80)
        rest >>= 7
    encoded.append(rest)
    return bytes(encoded)


def encode_bytes(data: bytes) -> bytes:
    return encode_long(len(data)) + data


def encoder(avro_type: AvroType) -> Encode:
    """A function from a value to its bytes."""
    if avro_type.logical == "decimal":
        return _decimal(avro_type)
    if avro_type.kind in {"record", "array", "map"}:
        return _nested(avro_type)
    if avro_type.kind == "union":
        return _union(avro_type)
    if avro_type.kind == "enum":
        symbols = {symbol: encode_long(index) for index, symbol in enumerate(avro_type.symbols)}
        return lambda value: symbols[value]
    return {
        "null": lambda _: b"",
        "boolean": lambda value: b"\x01" if value else b"\x00",
        "int": encode_long,
        "long": encode_long,
        "float": struct.Struct("<f").pack,
        "double": struct.Struct("<d").pack,
        "string": lambda value: encode_bytes(value.encode()),
        "bytes": encode_bytes,
        "fixed": bytes,
    }[avro_type.kind]


def _decimal(avro_type: AvroType) -> Encode:
    """The unscaled number in two's complement, highest byte first; as few bytes as do, or a fixed number of them."""

    def encode(value: Decimal) -> bytes:
        sign, digits, _ = value.as_tuple()
        unscaled = int("".join(map(str, digits))) * (-1 if sign else 1)
        if avro_type.kind == "fixed":
            return unscaled.to_bytes(avro_type.size_bytes, "big", signed=True)
        magnitude = unscaled if unscaled >= 0 else ~unscaled
        return encode_bytes(unscaled.to_bytes(magnitude.bit_length() // 8 + 1, "big", signed=True))

    return encode


def _nested(avro_type: AvroType) -> Encode:
    if avro_type.kind == "record":
        fields = [(field.name, encoder(field.type)) for field in avro_type.fields]
        return lambda value: b"".join(encode(value[name]) for name, encode in fields)
    if avro_type.items is None:
        raise TypeError("an array or a map without a type for its items")
    item = encoder(avro_type.items)

    def encode_all(value: list[Any] | dict[str, Any]) -> bytes:
        if not value:
            return b"\x00"
        if isinstance(value, dict):
            items = b"".join(encode_bytes(name.encode()) + item(one) for name, one in value.items())
        else:
            items = b"".join(map(item, value))
        return encode_long(len(value)) + items + b"\x00"

    return encode_all


def _union(avro_type: AvroType) -> Encode:
    branches = [(encode_long(index), encoder(branch)) for index, branch in enumerate(avro_type.branches)]
    null = next((index for index, branch in enumerate(avro_type.branches) if branch.kind == "null"), -1)
    other = next((index for index in range(len(branches)) if index != null), -1)

    def encode(value: Any) -> bytes:
        if value is None:
            return branches[null][0]
        branch, inner = (value.branch, value.value) if isinstance(value, UnionValue) else (other, value)
        index, encode_branch = branches[branch]
        return index + encode_branch(inner)

    return encode
