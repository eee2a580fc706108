"""Turns what the YAML scanner says into a sentence for people who do not know its words."""

import re

import yaml

_UNQUOTED_TEMPLATE = re.compile(r"""(?:^|[:\-]\s+)\{\{""")
_TEMPLATE_HINT = 'A value that begins with `{{` must be quoted as a whole: "{{ … }}".'

# What the scanner says (libyaml's words, then PyYAML's) → our sentence, at the place of the fault.
_SENTENCES = (
    (("mapping values are not allowed",), "A `:` is not expected here. Check the indentation, or quote the value."),
    (
        ("block sequence entries are not allowed", "sequence entries are not allowed"),
        "A list item `-` is not expected here. Put it on a line of its own.",
    ),
    (
        ("did not find expected ',' or ']'", "expected ',' or ']'"),
        "A list in brackets goes on here without `,` or `]`.",
    ),
    (("did not find expected ',' or '}'", "expected ',' or '}'"), "A map in braces goes on here without `,` or `}`."),
    (
        ("did not find expected '-' indicator", "expected <block end>, but found '?'"),
        "A list item was expected here. Begin it with `- `, or check the indentation.",
    ),
    (
        ("could not find expected ':'",),
        "A key stands here without its `:`. Write `key: value`, or indent the line as part of the text above.",
    ),
    (
        ("did not find expected key", "expected <block end>"),
        "This does not fit what stands before it. Check the indentation and the quotes.",
    ),
    (
        ("unknown escape character", "expected escape sequence"),
        "This escape is not known in double quotes. Write `\\\\` for a backslash, or use single quotes.",
    ),
    (("did not find expected node content", "expected the node content"), "A value was expected here."),
    (("undefined tag handle",), "This tag is not known here. Remove it; a value needs no tag."),
    (("found a tab character", "found character '\\t'"), "A tab stands here. Indent with spaces."),
    (("unknown directive name",), "A line cannot begin with `%`. Quote the value."),
    (
        ("expected comment or line break", "expected chomping or indentation indicators"),
        "Nothing may follow `|` or `>` here.",
    ),
)


def sentence_for(error: yaml.MarkedYAMLError, source: str) -> tuple[int, str]:
    """Returns the index in the source to point at, and the sentence."""
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(source)) if mark else 0
    said = error.problem or "it cannot be read"
    if "unexpected end of stream" in said and error.context_mark:
        return error.context_mark.index, "A quote is opened here and never closed."
    if _UNQUOTED_TEMPLATE.search(_line_until(source, index)):
        return index, _TEMPLATE_HINT
    if "cannot start any token" in said:
        return index, _bad_start(source[index : index + 1])
    for needles, sentence in _SENTENCES:
        if any(needle in said for needle in needles):
            return index, sentence
    return index, f"This is not YAML: {said}."


def _bad_start(character: str) -> str:
    if character == "\t":
        return "A tab stands here. Indent with spaces."
    return f"A value cannot begin with `{character}`. Quote it."


def _line_until(source: str, index: int) -> str:
    start = max(source.rfind("\n", 0, index), source.rfind("\r", 0, index)) + 1
    return source[start:index]
