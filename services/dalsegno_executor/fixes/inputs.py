"""An input that is used and not declared."""

import re
from collections.abc import Iterator

from dalsegno_executor.fixes.failure import Failure, Proposal
from dalsegno_executor.fixes.keys import dead_ends, elsewhere
from dalsegno_flow import Path, nearest

NAME = "input"
CONFIDENCE = 0.5
_ID = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_]*")


def inputs(failure: Failure) -> Iterator[Proposal]:
    """Proposes to declare an input, of the type that its use asks for."""
    template = failure.template
    if template is None:
        return
    declared = [one.id for one in failure.flow.inputs]
    for end in dead_ends(template, failure.variables):
        if end.steps[0].name != "inputs" or len(end.steps) < 2 or end.number > 1:
            continue
        name = end.steps[1].name
        # Where another one may be meant, `keys` says so.
        if nearest(name, declared) or next(elsewhere(end, failure.variables), "") or not _ID.fullmatch(name):
            continue
        place = next(failure.texts_like(template), ())
        kind = _type_of(name, template, place)
        lines = [f"id: {name}", f"type: {kind}"]
        edit = (
            failure.text.with_item(("inputs",), lines)
            if failure.text.has(("inputs",))
            else failure.text.with_lines("tasks", ["inputs:", f"  - {lines[0]}", f"    {lines[1]}", ""])
        )
        if edit is not None:
            text = (
                f"The flow uses the input `{name}`, which it does not declare. Declared as {kind} it has to be given "
                "a value, or a default."
            )
            yield Proposal(rule=NAME, explanation=text, confidence=CONFIDENCE, edits=(edit,), needed_inputs=(name,))


def _type_of(name: str, template: str, place: Path) -> str:
    """What the use of an input says of its type; a text when it says nothing."""
    use = re.escape(f"inputs.{name}")
    if re.search(rf"{use}\s*(?:[-+*/%<>]|[<>=!]=)\s*\d|\d\s*[-+*/%<>]\s*{use}", template):
        return "INT"
    if re.search(rf"{use}\s*(?:==|!=)\s*(?:true|false)|\bif\s+(?:not\s+)?{use}\s*%|{use}\s*\?(?!\?)", template):
        return "BOOLEAN"
    if re.search(rf"{use}\s*\|\s*(?:date|dateAdd|timestamp\w*)\b", template):
        return "DATETIME"
    if re.search(rf"\bfor\s+\w+\s+in\s+{use}|{use}\s*\|\s*(?:length|join|first|last|jq)\b", template):
        return "JSON"
    alone = re.fullmatch(rf"\s*\{{\{{\s*{use}\s*\}}\}}\s*", template) is not None
    if alone and (place[-1:] == ("from",) or place[-2:-1] == ("inputFiles",)):
        return "FILE"
    return "STRING"
