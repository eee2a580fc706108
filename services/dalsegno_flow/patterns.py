"""Regular expressions that flows bring: compiled only when that cannot use up the memory.

Matching has a time limit of its own, where it is done; compiling cannot be interrupted, and takes room for every
repetition: `((a{1000}){1000}){1000}` would take all there is.
"""

import math

import regex

MAX_PATTERN_CHARACTERS = 4096
MAX_REPETITIONS = 1_000_000  # the least counts of all repetitions multiplied, as if each stood within the others

_COUNT = regex.compile(r"\{([0-9]+)")


class PatternTooLarge(ValueError):
    """The text is the whole sentence."""


def compiled(pattern: str) -> regex.Pattern[str]:
    """The pattern, ready to match.

    Raises:
        PatternTooLarge: it is longer, deeper, or repeats more than can be compiled safely.
        regex.error: it is no regular expression.
    """
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        raise PatternTooLarge(
            f"regular expression of {len(pattern)} characters: at most {MAX_PATTERN_CHARACTERS} are taken"
        )
    digits = [count[:8] for count in _COUNT.findall(pattern)]
    if math.prod(max(1, int(count)) for count in digits) > MAX_REPETITIONS:
        raise PatternTooLarge(
            f"regular expression repeats more than {MAX_REPETITIONS} times, its counts multiplied; use smaller ones"
        )
    try:
        return regex.compile(pattern)
    except RecursionError:
        raise PatternTooLarge("regular expression nested too deeply; use fewer groups") from None
