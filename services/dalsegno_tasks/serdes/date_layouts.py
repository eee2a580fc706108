"""The fixed layouts of a date pattern with optional sections, one for each choice of sections."""

import itertools

from dalsegno_flow.dates import DateTimePattern, FixedLayout

_MAX_SECTIONS = 4
# An offset may begin with these, and has several widths.
_OFFSET_STARTS = "+-Z"


def layouts_by_width(pattern: str) -> dict[int, FixedLayout]:
    """Layouts that tell by a text's width alone which sections it has; those of equal width are left out.

    A section counts only if it begins with a literal, so that the character there decides whether it is read.
    """
    parts = _sections(pattern)
    if parts is None:
        return {}
    found: dict[int, list[FixedLayout]] = {}
    choices = [(text,) if not is_optional else (text, "") for text, is_optional in parts]
    for chosen in itertools.product(*choices):
        layout = DateTimePattern("".join(chosen)).fixed_layout() if any(chosen) else None
        if layout is not None:
            found.setdefault(layout.width, []).append(layout)
    return {width: layouts[0] for width, layouts in found.items() if len(layouts) == 1}


def _sections(pattern: str) -> list[tuple[str, bool]] | None:
    """The pattern cut at its brackets: (text, whether it is optional); None for what is too intricate."""
    parts: list[tuple[str, bool]] = []
    text, in_quotes, in_section = "", False, False
    for character in pattern:
        if character == "'":
            in_quotes = not in_quotes
        if in_quotes or character not in "[]":
            text += character
            continue
        if (character == "[") == in_section:
            return None  # nested
        parts.append((text, in_section))
        text, in_section = "", not in_section
    parts.append((text, in_section))
    optional = [text for text, is_optional in parts if is_optional]
    if in_section or len(optional) > _MAX_SECTIONS:
        return None
    begin_well = all(_begins_with_literal(text) or not _has_digits(text) for text in optional)
    return parts if begin_well else None


def _begins_with_literal(section: str) -> bool:
    first = section.removeprefix("'")[:1]
    if section.startswith("'"):
        return not first.isdigit() and first not in _OFFSET_STARTS
    return not first.isalnum() and first not in _OFFSET_STARTS


def _has_digits(section: str) -> bool:
    """Whether the section has other fields than an offset, which no layout has anyway."""
    return bool(section.strip("xXOz"))
