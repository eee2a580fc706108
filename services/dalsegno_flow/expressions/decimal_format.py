"""Numbers as Java's DecimalFormat prints them, with the signs of English: 1,234.5 12% 1.5E3 ($3.00).

Source: java.text.DecimalFormat of Java 17. Patterns that Java takes although they make no sense (`0 0`) are refused.
"""

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

DEFAULT_PATTERN = "#,##0.###"  # Java's, where none is given
_AFFIX = r"(?:'[^']*'|[^'#0,.;])*"
_PATTERN = re.compile(
    rf"(?P<prefix>{_AFFIX})(?P<whole>[#,]*[0,]*)(?P<fraction>\.0*#*)?(?:E(?P<exponent>0+))?(?P<suffix>{_AFFIX})"
    rf"(?:;(?P<negative_prefix>{_AFFIX})[#0,.]*(?:E0+)?(?P<negative_suffix>{_AFFIX}))?"
)
_MULTIPLIERS = {"%": 100, "‰": 1000}
_MAX_PATTERN_CHARACTERS = 400
_MAX_DOUBLE_DIGITS = 1100  # every double is exact in so many


class InvalidNumberPattern(ValueError):
    """The text is no pattern; the message is Java's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecimalFormat:
    """A compiled pattern."""

    affixes: tuple[str, str]  # before and after the number
    negative_affixes: tuple[str, str]
    whole_digits: tuple[int, int]  # at least, and at most; the second counts with an exponent alone
    fraction_digits: tuple[int, int]
    point_always: bool
    group: int  # digits between commas; 0 is none
    exponent_digits: int  # at least; 0 is plain notation
    multiplier: int

    def format(self, number: float) -> str:
        """Prints an int or a float."""
        if math.isnan(number):
            return "NaN"
        prefix, suffix = self.negative_affixes if math.copysign(1, number) < 0 else self.affixes
        if math.isinf(number):
            return f"{prefix}∞{suffix}"
        size = abs(number) * self.multiplier
        return prefix + (self._scientific(size) if self.exponent_digits else self._plain(size)) + suffix

    def _plain(self, size: float) -> str:
        least, most = self.fraction_digits
        whole, _, fraction = f"{_to_fraction(size, most):f}".partition(".")
        whole = whole.lstrip("0").rjust(self.whole_digits[0], "0")
        fraction = fraction.rstrip("0").ljust(least, "0")
        if not whole and not fraction:
            whole = "0"
        if self.group:
            whole = _grouped(whole, self.group)
        return whole + ("." if fraction or self.point_always else "") + fraction

    def _scientific(self, size: float) -> str:
        least, most = self.whole_digits
        rounded = _to_significant(size, max(most + self.fraction_digits[1], 1))
        digits = "".join(map(str, rounded.as_tuple().digits)).strip("0")
        before_point = rounded.adjusted() + 1 if digits else 0
        stepped = most > 1 and most > least  # the exponent is then a multiple of `most`
        exponent = (before_point - 1) // most * most if stepped else before_point - least
        whole = before_point - exponent if digits else 1 if stepped else least
        digits = digits.ljust(max(least + self.fraction_digits[0], whole), "0")
        point = "." if len(digits) > whole or self.point_always else ""
        power = exponent if rounded else 0
        return f"{digits[:whole]}{point}{digits[whole:]}E{'-' * (power < 0)}{abs(power):0{self.exponent_digits}}"


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> DecimalFormat:
    """Reads a pattern.

    Raises:
        InvalidNumberPattern: it is none.
    """
    match = _PATTERN.fullmatch(pattern) if len(pattern) <= _MAX_PATTERN_CHARACTERS else None
    if match is None or match["whole"].endswith(",") or (match["suffix"].startswith("E") and not match["exponent"]):
        raise InvalidNumberPattern(f'Malformed pattern "{pattern[:_MAX_PATTERN_CHARACTERS]}"')
    signs = re.findall("'[^']*'|[%‰]", match["prefix"] + match["suffix"])
    multipliers = [_MULTIPLIERS[sign] for sign in signs if sign in _MULTIPLIERS]
    if len(multipliers) > 1:
        raise InvalidNumberPattern(f'Too many percent/per mille characters in pattern "{pattern}"')
    prefix, suffix = _affix(match["prefix"]), _affix(match["suffix"])
    negative = _affix(match["negative_prefix"] or ""), _affix(match["negative_suffix"] or "")
    whole_digits, fraction_digits = _digit_counts(match)
    return DecimalFormat(
        affixes=(prefix, suffix),
        negative_affixes=(f"-{prefix}", suffix) if negative in ((prefix, suffix), ("", "")) else negative,
        whole_digits=whole_digits if pattern else (0, 0),
        fraction_digits=fraction_digits if pattern else (0, _MAX_DOUBLE_DIGITS),
        point_always=bool(match["fraction"]) and (match["fraction"] == "." or not match["whole"]),
        group=len(match["whole"].rpartition(",")[2]) if "," in match["whole"] else 0 if pattern else 3,
        exponent_digits=len(match["exponent"] or ""),
        multiplier=multipliers[0] if multipliers else 1,
    )


def _digit_counts(match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Least and most digits before and after the point; where no zero is written, one is meant before the point."""
    whole, point, fraction = (match["whole"].replace(",", "") + (match["fraction"] or "")).partition(".")
    optional, required = whole.count("#"), whole.count("0") + fraction.count("0")
    if not required and (whole or fraction) and point:
        optional, required = max(len(whole), 1) - 1, 1
    least = len(whole) - optional
    after = (optional + required - len(whole), len(fraction)) if point else (0, 0)
    return (least, optional + least), after


def _affix(pattern: str) -> str:
    """The text of a prefix or suffix: what stands in single quotes is itself, two of them are one."""
    out: list[str] = []
    quoted = False
    at = 0
    while at < len(pattern):
        if pattern[at] == "'":
            if pattern[at : at + 2] == "''":
                out.append("'")
                at += 1
            else:
                quoted = not quoted
        else:
            out.append("$" if pattern[at] == "¤" and not quoted else pattern[at])
        at += 1
    return "".join(out)


def _to_fraction(size: float, places: int) -> Decimal:
    """The number with at most so many digits behind the point; halves go by the exact value of a float."""
    shortest = Decimal(repr(size))
    if -int(shortest.as_tuple().exponent) <= places:
        return shortest
    return Decimal(size).quantize(Decimal(1).scaleb(-places), context=_rounding(_MAX_DOUBLE_DIGITS))


def _to_significant(size: float, digits: int) -> Decimal:
    shortest = Decimal(repr(size))
    return shortest if len(shortest.as_tuple().digits) <= digits else _rounding(digits).plus(Decimal(size))


def _rounding(digits: int) -> Context:
    return Context(prec=digits, rounding=ROUND_HALF_EVEN)


def _grouped(whole: str, group: int) -> str:
    first = len(whole) % group
    parts = [whole[:first]] if first else []
    return ",".join(parts + [whole[i : i + group] for i in range(first, len(whole), group)])
