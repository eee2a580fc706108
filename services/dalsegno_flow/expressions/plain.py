"""Which templates take microseconds, whatever stands in the variables."""

import re

from dalsegno_flow.expressions.java_values import Value

# A path such as `outputs.load['a b'].uri` and nothing else: no function, filter, operator or statement.
_PATHS_ONLY = re.compile(
    r"""(?:[^{]|\{(?![{%#])|\{\{-?\s*[A-Za-z_]\w*(?:\.\w+|\[(?:'[^'{}]*'|"[^"{}]*"|\d+)\])*\s*-?\}\})*"""
)
MAX_PLAIN_CHARACTERS = 2000


def is_plain(value: Value) -> bool:
    """Whether rendering a value, lists and maps in it included, does no more than look up variables."""
    if isinstance(value, str):
        return "{" not in value or (len(value) <= MAX_PLAIN_CHARACTERS and bool(_PATHS_ONLY.fullmatch(value)))
    if isinstance(value, dict):
        return all(is_plain(key) and is_plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(is_plain(item) for item in value)
    return True
