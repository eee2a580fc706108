"""What an evaluation carries along, and the shapes of compiled code."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from dalsegno_flow.dates import Instant
from dalsegno_flow.expressions.callables import Filter, Function, Test
from dalsegno_flow.expressions.java_values import Value
from dalsegno_flow.expressions.limits import Budget


class Output(Protocol):
    """Where a template writes to."""

    def write(self, text: str, /) -> None: ...
    def write_value(self, value: Value, /) -> None: ...


class Language(Protocol):
    """The engine, as compiled code sees it."""

    @property
    def filters(self) -> Mapping[str, Filter]: ...
    @property
    def tests(self) -> Mapping[str, Test]: ...
    @property
    def functions(self) -> Mapping[str, Function]: ...
    @property
    def clock(self) -> Callable[[], Instant]: ...
    @property
    def random(self) -> Random: ...

    def render_nested(self, value: Value, frame: "Frame", *, recursive: bool) -> Value:
        """What render() does: every text within `value` is a template of its own."""

    def jq(self, program: str, value: Value) -> list[Value]:
        """All results of a jq program."""


class Macro(Protocol):
    """A macro of the template: its arguments' names, and how it is called."""

    @property
    def names(self) -> Sequence[str]: ...
    def __call__(self, frame: "Frame", arguments: dict[str, Value]) -> str: ...


class Frame:
    """One evaluation of one template: its scopes (innermost last), its macros, and what is left of the budget."""

    __slots__ = ("budget", "language", "line", "macro_depth", "macros", "render_depth", "scopes")

    def __init__(
        self,
        variables: Mapping[str, Value],
        language: Language,
        macros: Mapping[str, Macro],
        budget: Budget,
        render_depth: int = 0,
    ) -> None:
        self.scopes = [dict(variables)]  # `set` writes here, so the caller keeps its own
        self.language, self.macros, self.budget, self.render_depth = language, macros, budget, render_depth
        self.macro_depth = 0
        self.line = 1  # of the call being made, for functions that name it

    def variables(self) -> Mapping[str, Value]:
        """Every variable in sight, inner ones hiding outer ones of the same name."""
        if len(self.scopes) == 1:
            return self.scopes[0]
        return {name: value for scope in self.scopes for name, value in scope.items()}


Code = Callable[[Frame], Value]  # an expression
Statement = Callable[[Frame, Output], None]  # a tag or a print
Body = Sequence[str | Statement]  # text stands for itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A compiled template."""

    source: str
    body: Body
    macros: Mapping[str, Macro]
