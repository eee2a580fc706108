"""The template check on the expression engine that also renders."""

from dalsegno_flow.expressions import Engine
from dalsegno_registry.ports import TemplateCheck


def engine_check() -> TemplateCheck:
    """Names that a template uses are not looked up: they may be there when the flow runs."""
    engine = Engine()

    def check(text: str) -> str | None:
        problems = engine.check(text)
        if not problems:
            return None
        first = problems[0]
        place = f" (line {first.line} of the text)" if "\n" in text else ""
        return f"{first.message.rstrip('.')}{place}."

    return check
