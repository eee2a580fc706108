"""SECRET inputs and outputs, encrypted wherever they are kept. Source: Kestra's EncryptedString and Secret.

A sealed text is {"type": "io.kestra.datatype:aes_encrypted", "value": "<base64>"}, as in Kestra's outputs. The same
text is sealed in the same way again (docs/decisions/0020): whoever looks whether two values differ need not open them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from dalsegno_executor.core.errors import SecretUnreadable
from dalsegno_flow.encryption import InvalidKey, Key, NotEncrypted, OtherKey
from dalsegno_flow.inputs import Input, InputType, leaves

SEALED = "io.kestra.datatype:aes_encrypted"
NO_ENCRYPTION = (
    "Unable to use a `SECRET` input/output as encryption is not configured. Start the executor with a key in "
    "DALSEGNO_EXECUTOR_ENCRYPTION_KEY, such as `openssl rand -base64 32` prints."
)


class Vault:
    """Seals with the first of its keys, and opens with any of them."""

    def __init__(self, keys: Sequence[Key] = ()) -> None:
        self._keys = tuple(keys)

    @classmethod
    def of(cls, texts: str) -> "Vault":
        """The vault of keys that are separated by commas. Raises InvalidKey."""
        vault = cls([Key(text) for text in "".join(texts.split()).split(",") if text])
        if texts.strip() and not vault.seals:
            raise InvalidKey("commas alone")
        return vault

    @property
    def seals(self) -> bool:
        """Whether there is a key."""
        return bool(self._keys)

    @property
    def refusal(self) -> str:
        """Why SECRET inputs cannot be taken; empty when they can."""
        return "" if self._keys else NO_ENCRYPTION

    def sealed(self, value: Any) -> Any:
        """A text, sealed; those of a list too. What is empty stays, as in Kestra."""
        if isinstance(value, list):
            return [self.sealed(item) for item in value]
        return {"type": SEALED, "value": self._keys[0].seal(value)} if value else value

    def sealed_inputs(
        self, inputs: Iterable[Input], values: Mapping[str, Any], before: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The values of inputs with those of SECRET ones sealed: as in `before`, where that holds the same texts."""
        secret = [one.id.split(".") for one in leaves(inputs) if InputType.SECRET in (one.type, one.item_type)]
        for steps in secret:
            values = self._sealed_at(steps, values, before)
        return values

    def _sealed_at(self, steps: Sequence[str], values: Mapping[str, Any], before: Any) -> Mapping[str, Any]:
        step, *rest = steps
        if step not in values:
            return values
        earlier = before.get(step) if isinstance(before, Mapping) else None
        found = self._sealed_at(rest, values[step], earlier) if rest else self._sealed_as(values[step], earlier)
        return {**values, step: found}

    def _sealed_as(self, value: Any, earlier: Any) -> Any:
        """Keys may have changed since; the value has not, if it is the same text."""
        try:
            if earlier and self.opened(earlier, "", set()) == value:
                return earlier
        except SecretUnreadable:
            pass
        return self.sealed(value)

    def opened(self, value: Any, place: str, found: set[str]) -> Any:
        """The same JSON with everything that is sealed in it opened; adds the texts to `found`.

        Raises:
            SecretUnreadable: a text cannot be opened; `place` says to a person where it is.
        """
        if isinstance(value, dict):
            if is_sealed(value):
                text = self._open(value["value"], place)
                found.add(text)
                return text
            return {name: self.opened(inner, f"{place}.{name}", found) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.opened(inner, f"{place}[{index}]", found) for index, inner in enumerate(value)]
        return value

    def readable(self, sealed: Iterable[str]) -> set[str]:
        """The texts that can be opened, of those that were sealed as these."""
        found = set()
        for text in sealed:
            try:
                found.add(self._open(text, ""))
            except SecretUnreadable:
                continue
        return found

    def handed_on(self, sealed: Iterable[str], secrets: Collection[str]) -> tuple[str, ...]:
        """What an execution has that is sealed, and its other secrets; each once, and all of it sealed."""
        kept = tuple(dict.fromkeys(sealed))
        more = frozenset(secrets) - self.readable(kept)
        return (*kept, *(self._keys[0].seal(text) for text in sorted(more)))

    def _open(self, sealed: str, place: str) -> str:
        for key in self._keys:
            try:
                return key.decrypt(sealed)
            except OtherKey:
                continue
            except NotEncrypted:
                raise SecretUnreadable(place, "it is no text that was encrypted") from None
        raise SecretUnreadable(place, "it was encrypted with another key" if self._keys else "there is no key")


def is_sealed(value: Any) -> bool:
    """Whether JSON is one sealed text."""
    return (
        isinstance(value, dict)
        and value.keys() == {"type", "value"}
        and value["type"] == SEALED
        and isinstance(value["value"], str)
    )


def sealed_within(value: Any) -> set[str]:
    """What is sealed anywhere in JSON, as it is kept."""
    if isinstance(value, dict):
        return {value["value"]} if is_sealed(value) else _all(value.values())
    return _all(value) if isinstance(value, list) else set()


def without_sealed(value: Any) -> Any:
    """The same JSON with a text in place of everything sealed: the same one for the same secret."""
    if isinstance(value, dict):
        if is_sealed(value):
            return f"{SEALED}:{value['value']}"
        return {name: without_sealed(inner) for name, inner in value.items()}
    return [without_sealed(inner) for inner in value] if isinstance(value, list) else value


def _all(values: Collection[Any]) -> set[str]:
    return {text for value in values for text in sealed_within(value)}
