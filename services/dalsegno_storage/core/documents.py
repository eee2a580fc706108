"""Output documents: one spelling for one value, and the files that a value names."""

import json
from typing import Any

from dalsegno_storage.core.errors import InvalidOutput
from dalsegno_storage.core.model import Document
from dalsegno_storage.core.names import KESTRA_SCHEME, SCHEME, digest_of, read_scheme

MAX_DOCUMENT_BYTES = 4 * 1024 * 1024
HOW_TO_WRITE = "Write it as json.dumps(outputs, separators=(',', ':'), ensure_ascii=False) does."


def read_document(field: str, text: str) -> Document:
    """Checks a document and finds its digest and the files that it names.

    Raises:
        InvalidOutput: it is over 4 MiB, no JSON object, or not the one spelling that its value has.
    """
    data = text.encode()
    if len(data) > MAX_DOCUMENT_BYTES:
        raise InvalidOutput(
            f"{field} has {len(data)} bytes; an output has at most {MAX_DOCUMENT_BYTES}. Write large values to a file "
            "and put its path into the output."
        )
    value = _parse(field, text)
    if not isinstance(value, dict):
        raise InvalidOutput(f"{field} is {_name_of(value)}; the outputs of a task run are a JSON object.")
    spelling = _spell(field, value)
    if spelling != text:
        raise InvalidOutput(f"{field} is not canonical JSON: {_difference(text, spelling)}. {HOW_TO_WRITE}")
    return Document(digest=digest_of(data), json=text, paths=_paths_in(text, value))


def paths_of(text: str) -> tuple[str, ...]:
    """The files that a stored document names, normalised, each once."""
    return _paths_in(text, json.loads(text)) if _may_name_files(text) else ()


def referenced_files(value: Any) -> tuple[str, ...]:
    """Finds every string value that begins with dalsegno:/// or kestra:///, in order; keys are not values.

    Returns:
        The paths, normalised, each once.
    """
    found: dict[str, None] = {}
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if item.startswith((SCHEME, KESTRA_SCHEME)):
                found[read_scheme(item)] = None
        elif isinstance(item, dict):
            waiting.extend(reversed(item.values()))
        elif isinstance(item, list):
            waiting.extend(reversed(item))
    return tuple(found)


def _may_name_files(text: str) -> bool:
    # The canonical spelling escapes neither letters nor "/", so the schemes stand in the text as they are.
    return '"' + SCHEME in text or '"' + KESTRA_SCHEME in text


def _paths_in(text: str, value: Any) -> tuple[str, ...]:
    return referenced_files(value) if _may_name_files(text) else ()


def _parse(field: str, text: str) -> Any:
    def refuse(name: str) -> Any:
        raise InvalidOutput(f"{field} holds {name}, which JSON has no number for. Send null or a text instead.")

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise InvalidOutput(f"{field} is not JSON: {error}. {HOW_TO_WRITE}") from error


def _spell(field: str, value: Any) -> str:
    try:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise InvalidOutput(f"{field} has a value that cannot be written again: {error}. {HOW_TO_WRITE}") from error


def _difference(text: str, spelling: str) -> str:
    pairs = zip(text, spelling, strict=False)
    at = next((index for index, (one, other) in enumerate(pairs) if one != other), min(len(text), len(spelling)))
    return f"at character {at} it has {text[at : at + 20]!r} where {spelling[at : at + 20]!r} belongs"


def _name_of(value: Any) -> str:
    names = {str: "a text", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")
