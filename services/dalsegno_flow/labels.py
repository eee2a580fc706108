"""Labels, written as a map or as a list of `{key, value}`."""

from typing import Any

from dalsegno_flow.names import label_key_fault
from dalsegno_flow.problems import Path
from dalsegno_flow.reader import Reader, kind


def read_labels(reader: Reader, path: Path, labels: Any) -> dict[str, str]:
    """Labels by key; system labels are refused, of a key given twice the last one counts."""
    found: dict[str, str] = {}
    for key, value, key_path, value_path in _entries(reader, path, labels):
        text = _value(reader, key, value, value_path)
        if fault := label_key_fault(key, text):
            reader.error(key_path, fault, at_key=key_path == value_path)
        elif key in found:
            reader.warning(key_path, f"The label `{key}` is given twice; the last one counts. Remove one of the two.")
        found[key] = text
    return found


def _entries(reader: Reader, path: Path, labels: Any) -> list[tuple[str, Any, Path, Path]]:
    """(key, value, path of the key, path of the value) of labels written as a map or as a list."""
    if labels is None:
        return []
    if isinstance(labels, dict):
        return [(key, value, (*path, key), (*path, key)) for key, value in labels.items()]
    if not isinstance(labels, list):
        reader.error(path, f"`labels` is {kind(labels)}. Write a map, `key: value` on each line.")
        return []
    entries = []
    for index, label in enumerate(labels):
        item: Path = (*path, index)
        if not isinstance(label, dict) or set(label) != {"key", "value"}:
            reader.error(item, "A label in a list is written `- key: name` and `value: text` below it.")
        else:
            key = reader.text((*item, "key"), label["key"])
            entries.append((key, label["value"], (*item, "key"), (*item, "value")))
    return entries


def _value(reader: Reader, key: str, value: Any, path: Path) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value == "" or isinstance(value, dict | list):
        found = "nothing" if value in (None, "") else kind(value)
        reader.error(path, f"The value of the label `{key}` is {found}. Write a text.")
        return ""
    return str(value)
