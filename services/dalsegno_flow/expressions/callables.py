"""Filters, tests and functions: what the engine's tables hold, and how Python functions become such entries."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dalsegno_flow.dates import DateError
from dalsegno_flow.expressions.errors import BareError, EvaluationError, ExpressionError
from dalsegno_flow.expressions.java_values import Value, java_class
from dalsegno_flow.expressions.limits import checked_text

# what a Python function says when an argument is of the wrong kind; Java would say ClassCastException and the like
_WRONG_KIND = (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError)

Run = Callable[..., Value]
FRAME = "frame"  # a function that has a parameter of this name is given the Frame it is called in


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language.

    `run` is called with keywords: `parameters` names them as templates do, in order, and its own parameters stand in
    the same order under Python's names. One more, called `frame`, gives it the variables in sight. Parameters that the
    template leaves out are left out here too. With `parameters=None` it takes any, positional ones as `_0`, `_1`, ….
    What it raises as an ExpressionError is given the line of the call; what it raises otherwise passes as it is.
    """

    run: Callable[..., Value]
    parameters: Sequence[str] | None = ()
    keywords: Mapping[str, str] = field(init=False)  # the template's names to Python's
    takes_frame: bool = field(init=False)

    def __post_init__(self) -> None:
        keywords, takes_frame = _keywords(self.run, self.parameters, skip=0)
        object.__setattr__(self, "keywords", keywords)  # set once, here: the way of a frozen dataclass
        object.__setattr__(self, "takes_frame", takes_frame)

    def apply(self, arguments: dict[str, Value], frame: Any, line: int) -> Value:
        """Calls the function; `arguments` are by Python's names."""
        if self.takes_frame:
            arguments[FRAME] = frame
            frame.line = line
        try:
            return checked_text(self.run(**arguments))
        except ExpressionError as error:
            error.locate(line)
            raise
        except DateError as error:
            raise BareError(str(error)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter: `run` takes the value before the bar, then keywords as those of a `Function`.

    One without parameters ignores whatever it is given, as in Pebble.
    """

    name: str
    run: Callable[..., Value]
    parameters: Sequence[str] = ()
    keeps_null: bool = False  # others give null for null without being called
    rescues_missing: bool = False  # takes null for a value that is not found
    keywords: Mapping[str, str] = field(init=False)
    takes_frame: bool = field(init=False)

    def __post_init__(self) -> None:
        keywords, takes_frame = _keywords(self.run, self.parameters, skip=1)
        object.__setattr__(self, "keywords", keywords)
        object.__setattr__(self, "takes_frame", takes_frame)

    def apply(self, value: Value, arguments: dict[str, Value], frame: Any, line: int) -> Value:
        """Filters a value; `arguments` are by Python's names."""
        if value is None and not self.keeps_null:
            return None
        if self.takes_frame:
            arguments[FRAME] = frame
        try:
            return checked_text(self.run(value, **arguments) if self.parameters else self.run(value))
        except ExpressionError as error:
            error.locate(line)
            raise
        except DateError as error:
            raise BareError(str(error)) from error
        except _WRONG_KIND as error:
            raise EvaluationError(
                f"The '{self.name}' filter cannot be applied to {java_class(value)} here", line
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A test, behind `is` and `is not`. One without parameters ignores whatever it is given."""

    __test__ = False  # not one of pytest's

    name: str
    run: Callable[..., bool]
    parameters: Sequence[str] = ()
    rescues_missing: bool = False  # takes null for a value that is not found
    keywords: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keywords", _keywords(self.run, self.parameters, skip=1)[0])

    def apply(self, value: Value, arguments: dict[str, Value], line: int) -> bool:
        """Whether the value passes; `arguments` are by Python's names."""
        try:
            return self.run(value, **arguments) if self.parameters else self.run(value)
        except ExpressionError as error:
            error.locate(line)
            raise
        except _WRONG_KIND as error:
            raise EvaluationError(
                f"The '{self.name}' test cannot be applied to {java_class(value)} here", line
            ) from error


class FilterTable(dict[str, Filter]):
    """Filters by name, filled by decorators."""

    def add(
        self, name: str, *parameters: str, keeps_null: bool = False, rescues_missing: bool = False
    ) -> Callable[[Run], Run]:
        """Enters the decorated function as a filter under that name."""

        def enter(run: Callable[..., Value]) -> Callable[..., Value]:
            self[name] = Filter(
                name=name, run=run, parameters=parameters, keeps_null=keeps_null, rescues_missing=rescues_missing
            )
            return run

        return enter


class FunctionTable(dict[str, Function]):
    """Functions by name, filled by decorators."""

    def add(self, name: str, parameters: Sequence[str] | None = ()) -> Callable[[Run], Run]:
        """Enters the decorated function under that name; Python's errors about arguments become EvaluationErrors."""

        def enter(run: Callable[..., Value]) -> Callable[..., Value]:
            self[name] = _Guarded(run, parameters, name)
            return run

        return enter


@dataclass(frozen=True, slots=True)
class _Guarded(Function):
    name: str = ""

    def apply(self, arguments: dict[str, Value], frame: Any, line: int) -> Value:
        try:
            return Function.apply(self, arguments, frame, line)
        except _WRONG_KIND as error:
            raise EvaluationError(f"The '{self.name}' function cannot be applied to these arguments", line) from error


def _keywords(run: Callable[..., Any], names: Sequence[str] | None, skip: int) -> tuple[Mapping[str, str], bool]:
    own = list(inspect.signature(run).parameters)[skip:]
    takes_frame = FRAME in own
    return dict(zip(names or (), (name for name in own if name != FRAME), strict=False)), takes_frame
