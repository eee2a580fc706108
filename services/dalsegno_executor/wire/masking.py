"""Answers without secrets: whatever the executor shows of texts and JSON. The journal keeps what tasks have made.

Names stay as they are, for clients ask by them: ids, paths with the values of loops in them, keys of labels, digests,
page tokens. docs/secrets.md lists what is masked and what is not.
"""

import inspect
import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from dalsegno_executor.secrets import MASK
from dalsegno_executor.vault import SEALED
from dalsegno_runtime.errors import ServiceError

Mask = Callable[[str], str]
# The mask for what is said of executions, by their ids.
MaskOf = Callable[[Iterable[str]], Mask]

JSON_SUFFIX = "_json"
TEXTS = frozenset({"error", "message", "messages", "reason", "divergence", "problem", "name"})
ENCRYPTED = "hidden_secrets"  # of no use to anybody outside
LABELS = "labels"
# A text, which may be cut off, or a number. What stands between them says nothing.
_SEALED = re.compile(
    rf'\{{"type": ?"{SEALED}", ?"value": ?"[^"]*"\}}|\{{"value": ?"[^"]*", ?"type": ?"{SEALED}"\}}|"{SEALED}:[^"]*"?'
)
_IDS = frozenset({"execution_id", "execution_ids", "parent_id", "original_id"})
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?$)|-?[0-9][0-9.eE+-]*', re.DOTALL)


class MaskedServicer:
    """A servicer whose answers and errors are masked. Its methods are those of the one that it stands before."""

    def __init__(self, servicer: Any, mask_of: MaskOf) -> None:
        self._servicer = servicer
        self._mask_of = mask_of

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._servicer, name)
        return self._streamed(method) if inspect.isasyncgenfunction(method) else self._answered(method)

    def _answered(self, method: Callable[..., Any]) -> Callable[..., Any]:
        async def call(request: Any, context: Any) -> Any:
            try:
                answer = await method(request, context)
            except ServiceError as error:
                mask_error(error, self._mask_of(_executions(request)))
                raise
            mask_message(answer, self._mask_of([*_executions(request), *_executions(answer)]))
            return answer

        return call

    def _streamed(self, method: Callable[..., AsyncIterator[Any]]) -> Callable[..., AsyncIterator[Any]]:
        async def call(request: Any, context: Any) -> AsyncIterator[Any]:
            try:
                async for answer in method(request, context):
                    # Each time: more secrets may be known by now.
                    mask_message(answer, self._mask_of(_executions(request)))
                    yield answer
            except ServiceError as error:
                mask_error(error, self._mask_of(_executions(request)))
                raise

        return call


def mask_message(message: Any, mask: Mask) -> None:
    """Takes secrets out of a message's texts and JSON, and out of those of the messages within."""
    for field, value in message.ListFields():
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            if field.message_type.GetOptions().map_entry:
                if field.name == LABELS:
                    value.update({key: shown for key, text in value.items() if (shown := mask(text)) != text})
                continue  # metrics, places: names and numbers
            for one in value if _repeated(field) else [value]:
                mask_message(one, mask)
        elif field.name == ENCRYPTED:
            message.ClearField(ENCRYPTED)
        elif field.type == FieldDescriptor.TYPE_STRING and (masked := _mask_of(field.name, mask)):
            if _repeated(field):
                value[:] = [masked(text) for text in value]
            else:
                setattr(message, field.name, masked(value))


def mask_json(text: str, mask: Mask) -> str:
    """The same JSON with secrets taken out of its texts; a number that holds one becomes a text. It may be cut off."""

    def masked(match: re.Match[str]) -> str:
        token = match[0]
        try:
            value = json.loads(token) if token[0] == '"' else token
        except ValueError:  # it was cut off
            value = token
        found = mask(value)
        return token if found == value else json.dumps(found, ensure_ascii=False)

    if SEALED in text:
        text = _SEALED.sub(f'"{MASK}"', text)
    return text if mask(text) == text and "\\u" not in text else _TOKEN.sub(masked, text)


def mask_error(error: ServiceError, mask: Mask) -> None:
    """Takes secrets out of what an error says."""
    error.message = mask(error.message)
    error.violations = tuple(replace(one, description=mask(one.description)) for one in error.violations)


def _mask_of(name: str, mask: Mask) -> Mask | None:
    if name.endswith(JSON_SUFFIX):
        return lambda text: mask_json(text, mask)
    return mask if name in TEXTS else None


def _executions(message: Any) -> Iterator[str]:
    """The ids of the executions that a request asks about, or an answer tells of."""
    for field, value in message.ListFields():
        if field.name in _IDS:
            yield from value if _repeated(field) else [value]
        elif field.type == FieldDescriptor.TYPE_MESSAGE and not field.message_type.GetOptions().map_entry:
            for one in value if _repeated(field) else [value]:
                yield from (text for inner, text in one.ListFields() if inner.name in _IDS and not _repeated(inner))


def _repeated(field: Any) -> bool:
    return bool(field.is_repeated)
