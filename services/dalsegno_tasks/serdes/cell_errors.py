"""A value that its type cannot hold."""

from decimal import Decimal

from dalsegno_tasks.serdes.avro_schema import AvroType


class CellError(Exception):
    """A value that its type cannot hold.

    Attributes:
        value: the value as it stood in the file.
        type: the innermost type that refused it.
        cause: what went wrong, in the words Kestra has for it where known.
        pattern: name of the property with the date pattern, and the pattern, where one did not match.
        index: where in the text the pattern stopped matching, if it did.
    """

    def __init__(
        self,
        value: object,
        avro_type: AvroType,
        cause: str,
        *,
        pattern: tuple[str, str] | None = None,
        index: int | None = None,
    ) -> None:
        super().__init__(cause)
        self.value, self.type, self.cause, self.pattern, self.index = value, avro_type, cause, pattern, index


def kind_of(value: object) -> str:
    """What a cell holds, for a message."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    kinds = {
        str: "the text",
        int: "the number",
        Decimal: "the number",
        float: "the number",
        list: "a list",
        dict: "a map",
    }
    said = kinds.get(type(value), type(value).__name__)
    return said if isinstance(value, list | dict) else f"{said} {value!s}"
