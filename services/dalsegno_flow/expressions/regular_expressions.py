"""A flow author's regular expressions, with a deadline: a backtracking one can run for hours, in the stdlib even
without letting other threads run.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import regex

from dalsegno_flow.expressions.errors import BareError, LimitExceeded
from dalsegno_flow.expressions.limits import MAX_LIST_ITEMS, REGEX_SECONDS, check_characters
from dalsegno_flow.patterns import PatternTooLarge, compiled

P = ParamSpec("P")
R = TypeVar("R")
_GROUP = regex.compile(r"\$([0-9])")


def _in_time(run: Callable[P, R]) -> Callable[P, R]:
    @wraps(run)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return run(*args, **kwargs)
        except TimeoutError:
            raise LimitExceeded(f"regular expression ran longer than {REGEX_SECONDS} s; simplify it") from None
        except PatternTooLarge as error:
            raise LimitExceeded(str(error)) from None
        except regex.error as error:
            where = f"{error.msg} near index {error.pos}"  # type: ignore[attr-defined] # the stubs lack both
            raise BareError(where) from None

    return guarded


@_in_time
def replace_all(text: str, pattern: str, new: str) -> str:
    """String.replaceAll; `$1` in `new` is the first group.

    Raises:
        BareError: no regular expression.
        LimitExceeded: too long a time, or too long a text.
    """
    template = _GROUP.sub(r"\\\1", new)
    out: list[str] = []
    at = characters = 0
    for match in compiled(pattern).finditer(text, timeout=REGEX_SECONDS):
        piece = text[at : match.start()] + match.expand(template)
        characters += len(piece)
        check_characters(characters)
        out.append(piece)
        at = match.end()
    return "".join(out) + text[at:]


@_in_time
def split(text: str, pattern: str, limit: int) -> list[str]:
    """String.split: a limit of 0 means no limit, and drops the empty texts at the end.

    Raises:
        BareError: no regular expression.
        LimitExceeded: too long a time, or too many parts.
    """
    expression = compiled(pattern)
    if limit == 1:
        return [text]
    parts = expression.split(text, maxsplit=max(limit - 1, 0) or MAX_LIST_ITEMS, timeout=REGEX_SECONDS)
    if len(parts) > MAX_LIST_ITEMS:
        raise LimitExceeded(f"list longer than {MAX_LIST_ITEMS} items")
    start = expression.match(text, timeout=REGEX_SECONDS)
    if parts and parts[0] == "" and start and start.end() == 0:
        parts = parts[1:]
    found = len(parts) > 1
    while limit == 0 and found and parts and parts[-1] == "":
        parts.pop()
    return [part for part in parts if part is not None]
