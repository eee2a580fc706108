"""The code of names, member access, calls, filters and tests: closures that take a frame and give a value."""

from collections.abc import Callable, Mapping, Sequence

from dalsegno_flow.expressions.access import attribute, call
from dalsegno_flow.expressions.arithmetic import multiply
from dalsegno_flow.expressions.comparison import truth
from dalsegno_flow.expressions.errors import EvaluationError, NotFound
from dalsegno_flow.expressions.frame import Code, Frame
from dalsegno_flow.expressions.java_values import Value, java_class, text
from dalsegno_flow.expressions.operators import undefined_coalescing

Arguments = Callable[[Frame], dict[str, Value]]
Named = Mapping[str, Code]


def constant(value: Value) -> Code:
    """A literal."""
    return lambda _frame: value


_NULL = constant(None)


def variable(name: str, line: int) -> Code:
    """A name, looked up from the innermost scope outwards."""

    def code(frame: Frame) -> Value:
        for scope in reversed(frame.scopes):
            if name in scope:
                return scope[name]
        raise NotFound(name, line)

    return code


def member(owner: Code, name: str, line: int, root: str | None) -> Code:
    """`owner.name`; `root` is the owner's name when that is a variable, for the message about a null one."""

    def code(frame: Frame) -> Value:
        value = owner(frame)
        if type(value) is dict and name in value:
            return value[name]
        if value is None:
            raise NotFound(root or name, line)
        return attribute(value, name, line)

    return code


def item(owner: Code, key: Code, line: int, root: str | None) -> Code:
    """`owner[key]`."""

    def code(frame: Frame) -> Value:
        value, wanted = owner(frame), key(frame)
        if value is None:
            raise NotFound(root or text(wanted), line)
        return attribute(value, wanted, line)

    return code


def method(owner: Code, name: str, arguments: Sequence[Code], line: int) -> Code:
    """`owner.name(arguments)`."""

    def code(frame: Frame) -> Value:
        value = owner(frame)
        given = [argument(frame) for argument in arguments]
        if value is None:
            raise NotFound(name, line)
        return call(value, name, given, line)

    return code


def unary(operator: str, operand: Code, line: int) -> Code:
    """`not`, `-` and `+` before a value."""
    if operator != "not":
        sign = -1 if operator == "-" else 1
        return lambda frame: multiply(sign, operand(frame))

    def code(frame: Frame) -> bool:
        value = operand(frame)
        if value is None:
            raise EvaluationError("null value given to not() and strict variables is set to true", line)
        if not isinstance(value, (bool, int, float, str)):
            kind = java_class(value).rsplit(".", 1)[-1]
            raise EvaluationError(
                f'Unsupported value type {kind}. Expected Boolean, String, Number in "if" statement', line
            )
        return not truth(value)

    return code


def ternary(condition: Code, yes: Code, no: Code) -> Code:
    """`condition ? yes : no`; null is false here."""
    return lambda frame: yes(frame) if truth(condition(frame)) else no(frame)


def filtered(source: Code, name: str, arguments: Sequence[Code], named: Named, line: int) -> Code:
    """`source | name(arguments)`."""

    def build(frame: Frame) -> Code:
        entry = frame.language.filters.get(name)
        if entry is None:
            raise EvaluationError(f"Filter [{name}] does not exist.", line)
        bound = _bind(entry.parameters or None, entry.keywords, arguments, named, line)
        value = undefined_coalescing(source, _NULL) if entry.rescues_missing else source
        return lambda frame: entry.apply(value(frame), bound(frame), frame, line)

    return _late(build)


def tested(source: Code, name: str, arguments: Sequence[Code], named: Named, line: int, *, negate: bool) -> Code:
    """`source is name(arguments)`, `source is not name`."""

    def build(frame: Frame) -> Code:
        entry = frame.language.tests.get(name)
        if entry is None:
            raise EvaluationError(f"Test [{name}] does not exist.", line)
        bound = _bind(entry.parameters or None, entry.keywords, arguments, named, line)
        value = undefined_coalescing(source, _NULL) if entry.rescues_missing else source
        return lambda frame: entry.apply(value(frame), bound(frame), line) is not negate

    return _late(build)


def called(name: str, arguments: Sequence[Code], named: Named, line: int) -> Code:
    """`name(arguments)`: a function, else a macro of the template."""

    def build(frame: Frame) -> Code:
        if function := frame.language.functions.get(name):
            bound = _bind(function.parameters, function.keywords, arguments, named, line)
            return lambda frame: function.apply(bound(frame), frame, line)
        macro = frame.macros.get(name)
        if macro is None:
            raise EvaluationError(f"Function or Macro [{name}] does not exist.", line)
        bound = _bind(macro.names, {}, arguments, named, line)
        return lambda frame: macro(frame, bound(frame))

    return _late(build)


def _late(build: Callable[[Frame], Code]) -> Code:
    """Looks a name up when it is first reached, as Pebble does: an unknown one in a branch not taken is no error."""
    made: Code | None = None

    def code(frame: Frame) -> Value:
        nonlocal made
        if made is None:
            made = build(frame)
        return made(frame)

    return code


def _bind(
    names: Sequence[str] | None, keywords: Mapping[str, str], arguments: Sequence[Code], named: Named, line: int
) -> Arguments:
    """The callee's arguments by keyword: positional ones take its names in order, unknown names are refused."""
    slots: list[tuple[str, Code]]
    if names is None:
        slots = [*((f"_{i}", argument) for i, argument in enumerate(arguments)), *named.items()]
    else:
        if len(arguments) > len(names):
            raise EvaluationError(
                f"The argument at position {len(names) + 1} is not allowed. Only {len(names)} argument(s) are allowed.",
                line,
            )
        for name in named:
            if name not in names:
                raise EvaluationError(f"The following named argument does not exist: {name}", line)
        pairs = [*zip(names, arguments, strict=False), *named.items()]
        slots = [(keywords.get(name, name), code) for name, code in pairs]
    if not slots:
        return lambda _frame: {}
    return lambda frame: {name: code(frame) for name, code in slots}
