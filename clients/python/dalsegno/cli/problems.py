"""Problems of a flow, printed as compilers do: place, message, the line, and a caret under it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dalsegno.cli.terminal import console

if TYPE_CHECKING:
    from rich.text import Text

    from dalsegno.api.registry.v1 import registry_pb2 as registry


def is_error(problem: "registry.Problem") -> bool:
    """Whether the flow is refused; a severity that is not known counts as one."""
    from dalsegno.api.registry.v1 import registry_pb2 as registry

    return problem.severity != registry.SEVERITY_WARNING


def print_problems(file_name: str, source: str, problems: Iterable["registry.Problem"]) -> None:
    target = console(error=True)
    lines = source.splitlines()
    for problem in problems:
        target.print(problem_text(file_name, lines, problem), soft_wrap=True)


def problem_text(file_name: str, lines: list[str], problem: "registry.Problem") -> "Text":
    from rich.text import Text

    kind, style = ("error", "bold red") if is_error(problem) else ("warning", "bold yellow")
    place = f"{file_name}:{problem.line}:{problem.column}: " if problem.line else f"{file_name}: "
    text = Text.assemble((place, "bold"), (f"{kind}: ", style), problem.message)
    if not 0 < problem.line <= len(lines):
        return text
    line = lines[problem.line - 1]
    gutter = f"{problem.line:>5} | "
    text.append(f"\n{gutter}", "dim").append(line)
    # Tabs stay tabs, so that the caret stands where the terminal puts the column.
    before = "".join("\t" if letter == "\t" else " " for letter in line[: max(problem.column - 1, 0)])
    text.append(f"\n{' ' * (len(gutter) - 2)}| ", "dim").append(f"{before}^", style)
    return text
