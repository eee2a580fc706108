"""Secrets: given to expressions, and kept out of what is shown. Source: Kestra's SecretService.

A secret NAME is the base64 text in the environment variable SECRET_NAME.
"""

import base64
import binascii
import json
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from dalsegno_flow.expressions import BareError, Function, Value

log = logging.getLogger("dalsegno.secrets")

PREFIX = "SECRET_"
MASK = "******"
MIN_MASKED_CHARACTERS = 4  # shorter ones would tear ordinary texts apart
MAX_MASKS = 500
MAX_ALTERNATIVES = 50

Mask = Callable[[str], str]


class Secrets:
    """The secrets of this executor, by their names in capitals."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)
        self._mask = _mask_of(values.values())
        self._with: OrderedDict[frozenset[str], Mask | None] = OrderedDict()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Secrets":
        """Reads them; what is no base64 is left out, with a line in the log."""
        values = {}
        for name, text in environment.items():
            if not name.startswith(PREFIX):
                continue
            try:
                values[name.removeprefix(PREFIX).upper()] = base64.b64decode(
                    "".join(text.split()), validate=True
                ).decode()
            except (binascii.Error, UnicodeDecodeError):
                log.error("the environment variable %s is not base64 of a text; it is no secret", name)
        return cls(values)

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called, which is no secret."""
        return tuple(sorted(self._values))

    def pattern(self, more: frozenset[str] = frozenset()) -> "re.Pattern[str] | None":
        """Matches every secret in a text, and these further ones; None when there is none."""
        lines = _lines_of([*self._values.values(), *more])
        return _pattern(lines) if lines else None

    @property
    def masks(self) -> bool:
        """Whether there is anything to take out of texts."""
        return self._mask is not None

    def mask(self, text: str, more: frozenset[str] = frozenset()) -> str:
        """The text without any secret, and without these further ones, such as the SECRET inputs of an execution."""
        mask = self._mask_with(more) if more else self._mask
        return text if mask is None else mask(text)

    def _mask_with(self, more: frozenset[str]) -> Mask | None:
        if more not in self._with:
            # One mask for all: what one has masked must not keep another one from finding its part.
            self._with[more] = _mask_of([*self._values.values(), *more])
            if len(self._with) > MAX_MASKS:
                self._with.popitem(last=False)
        return self._with[more]

    def function(self) -> Function:
        """secret(key, namespace, subkey, full) of the expressions."""
        return Function(self._find, ("key", "namespace", "subkey", "full"))

    def _find(
        self,
        key: Value = None,
        namespace: Value = None,  # noqa: ARG002  # secrets are the same for all namespaces here
        subkey: Value = None,
        full: Value = None,  # noqa: ARG002  # there is nothing beside the value
    ) -> Value:
        if key is None:
            raise BareError("The 'secret' function expects an argument 'key'.")
        value = self._values.get(str(key).upper())
        if value is None:
            raise BareError(f"Cannot find secret for key '{key}'.")
        if subkey is None:
            return value
        try:
            found = json.loads(value)[str(subkey)]
        except (ValueError, KeyError, TypeError) as error:
            raise BareError(f"Cannot find secret sub-key '{subkey}' in secret '{key}'.") from error
        return found if isinstance(found, str) else json.dumps(found)


def _mask_of(values: Iterable[str]) -> Mask | None:
    """What takes these secrets out of texts and JSON; None when there is nothing to take out."""
    masked = _lines_of(values)
    if len(masked) > MAX_ALTERNATIVES:
        return partial(_masked_by_few, masked)
    return partial(_pattern(masked).sub, MASK) if masked else None


def _lines_of(values: Iterable[str]) -> list[str]:
    """What is looked for of secrets, the longest first, so that no part of one is left beside the mask of another."""
    texts = {line.strip() for value in values for line in (value, *value.splitlines(), *_parts(value))}
    lines = texts | {json.dumps(line, ensure_ascii=only_ascii)[1:-1] for line in texts for only_ascii in (False, True)}
    return sorted((line for line in lines if len(line) >= MIN_MASKED_CHARACTERS), key=len, reverse=True)


def _masked_by_few(masked: Sequence[str], text: str) -> str:
    """Looks first which ones a text has, of many: at each place of it a pattern would try all of them."""
    found = [line for line in masked if line in text]
    return _pattern(found).sub(MASK, text) if found else text


def _pattern(lines: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, lines)))


def _parts(value: str) -> list[str]:
    """What a sub-key can give of a secret, as `_find` gives it."""
    try:
        found = json.loads(value)
    except ValueError:
        return []
    parts = found.values() if isinstance(found, dict) else ()
    return [line for part in parts for line in (part.splitlines() if isinstance(part, str) else [json.dumps(part)])]
