"""Filters of texts."""

import re
import unicodedata
from typing import Any

from dalsegno_flow.expressions.callables import FilterTable
from dalsegno_flow.expressions.errors import EvaluationError
from dalsegno_flow.expressions.filters.arguments import need_text
from dalsegno_flow.expressions.java_values import Value, java_class, text
from dalsegno_flow.expressions.limits import check_characters, joined, replaced
from dalsegno_flow.expressions.regular_expressions import replace_all, split

FILTERS = FilterTable()
_JAVA_SPACE = "".join(map(chr, range(33)))  # what String.trim takes off
_QUOTES = {"single": ("'", "\\'"), "double": ('"', '\\"'), "shell": ("'", "'\\''")}


@FILTERS.add("lower")
def _lower(value: Value) -> str:
    return text(value).lower()


@FILTERS.add("upper")
def _upper(value: Value) -> str:
    return text(value).upper()


@FILTERS.add("trim")
def _trim(value: Value) -> str:
    return need_text(value).strip(_JAVA_SPACE)


@FILTERS.add("title")
def _title(value: Value) -> str:
    return re.sub(r"(^|\s)(\S)", lambda match: match[1] + match[2].upper(), need_text(value))


@FILTERS.add("capitalize")
def _capitalize(value: Value) -> str:
    return re.sub(r"\S", lambda match: match[0].upper(), need_text(value), count=1)


@FILTERS.add("abbreviate", "length")
def _abbreviate(value: Value, length: int) -> str:
    whole = need_text(value)
    if len(whole) < length or len(whole) <= 3:
        return whole
    return whole[:length] if length <= 3 else whole[: length - 3] + "..."


@FILTERS.add("string")
def _string(value: Value) -> str:
    return text(value)


@FILTERS.add("className")
def _class_name(value: Value) -> str:
    return java_class(value)


@FILTERS.add("slugify")
def _slugify(value: Value) -> str:
    ascii_only = unicodedata.normalize("NFD", text(value)).encode("ascii", "ignore").decode()
    return re.sub(r"[\s_-]+", "-", re.sub(r"[^\w\s-]", "", ascii_only)).strip("-").lower()


@FILTERS.add("replace", "replace_pairs", "regexp")
def _replace(value: Value, replace_pairs: Any = None, regexp: Value = False) -> Value:  # noqa: FBT002 - a template's argument
    if replace_pairs is None:
        raise EvaluationError("The argument 'replace_pairs' is required.")
    change = replace_all if regexp else replaced
    pairs = [(text(old), text(new)) for old, new in replace_pairs.items()]

    def replace(part: Value) -> Value:
        if isinstance(part, dict):
            return {key: replace(item) for key, item in part.items()}
        if isinstance(part, list):
            return [replace(item) for item in part]
        out = text(part)
        for old, new in pairs:
            out = change(out, old, new)
        return out

    return replace(value)


@FILTERS.add("split", "delimiter", "limit")
def _split(value: Value, delimiter: str | None = None, limit: Value = 0) -> list[str]:
    if delimiter is None:
        raise EvaluationError("missing delimiter parameter in split filter")
    return split(value, delimiter, int(limit or 0))


@FILTERS.add("substringBefore", "separator")
def _substring_before(value: Value, separator: str) -> str:
    return need_text(value).split(separator, 1)[0]


@FILTERS.add("substringBeforeLast", "separator")
def _substring_before_last(value: Value, separator: str) -> str:
    return need_text(value).rsplit(separator, 1)[0]


@FILTERS.add("substringAfter", "separator")
def _substring_after(value: Value, separator: str) -> str:
    return need_text(value).partition(separator)[2]


@FILTERS.add("substringAfterLast", "separator")
def _substring_after_last(value: Value, separator: str) -> str:
    _, found, rest = need_text(value).rpartition(separator)
    return rest if found else ""


@FILTERS.add("startsWith", "value")
def _starts_with(whole: Value, value: str) -> bool:
    return need_text(whole).startswith(value)


@FILTERS.add("endsWith", "value")
def _ends_with(whole: Value, value: str) -> bool:
    return need_text(whole).endswith(value)


@FILTERS.add("indent", "amount", "prefix")
def _indent(value: Value, amount: Value, prefix: str | None = None) -> str:
    return _indented(text(value), amount, prefix).removeprefix((prefix or " ") * int(amount))


@FILTERS.add("nindent", "amount", "prefix")
def _nindent(value: Value, amount: Value, prefix: str | None = None) -> str:
    return "\n" + _indented(text(value), amount, prefix)


def _indented(whole: str, amount: Value, prefix: str | None) -> str:
    lines = whole.split("\n")
    check_characters(len(whole) + len(prefix or " ") * max(int(amount), 0) * len(lines))
    padding = (prefix or " ") * int(amount)
    return joined((padding + line for line in lines), "\n")


@FILTERS.add("escapeChar", "type")
def _escape_char(value: Value, type: str) -> str:  # noqa: A002 - named by the language
    return replaced(text(value), *_QUOTES[type])
