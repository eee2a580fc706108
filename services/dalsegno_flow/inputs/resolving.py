"""From what a caller gave to the inputs of an execution: defaults, dependencies, types and rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dalsegno_flow.inputs.types import Input, InputType, leaves
from dalsegno_flow.inputs.values import InvalidValue, Unusable, check_value, parse_value
from dalsegno_flow.reader import is_template

# Renders one template with these `inputs` beside what the flow offers anyway; lists, maps, numbers and booleans keep
# their type when the template is one expression.
Render = Callable[[str, Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputProblem:
    """Why one input has no value; `message` is Kestra's."""

    input_id: str
    message: str


class InvalidInputs(ValueError):
    """Inputs are missing or wrong; `problems` has one for each of them, in the flow's order."""

    def __init__(self, problems: tuple[InputProblem, ...]) -> None:
        super().__init__("\n".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """`values`: JSON-like, dotted ids nested; an optional input that was left out is None, one that is not asked for
    (`dependsOn`) is not there. `undeclared`: names that were given and that the flow does not have.
    """

    values: Mapping[str, Any]
    undeclared: tuple[str, ...] = ()


def resolve_inputs(
    inputs: Iterable[Input], given: Mapping[str, Any], render: Render, secrets_refusal: str = ""
) -> Resolved:
    """Gives every input its value: the given one, else its rendered default.

    Args:
        inputs: as the flow declares them.
        given: by id, dotted ids flat or nested. Texts are parsed by type; files are given by their URI in storage.
        render: renders a template; see `Render`. Whatever it raises is told of the input whose template it was.
        secrets_refusal: why SECRET inputs can have no value; empty when they can.

    Raises:
        InvalidInputs: one problem for each input that is missing or wrong.
    """
    declared = {one.id: one for one in reversed(list(leaves(inputs)))}
    resolution = _Resolution({name: declared[name] for name in reversed(declared)}, given, render, secrets_refusal)
    for one in resolution.inputs.values():
        resolution.resolve(one)
    if resolution.problems:
        raise InvalidInputs(
            tuple(resolution.problems[name] for name in resolution.inputs if name in resolution.problems)
        )
    return Resolved(
        values=_nested({name: resolution.values[name] for name in resolution.inputs if name in resolution.values}),
        undeclared=tuple(name for name in given if not _declared(name, declared)),
    )


class _Resolution:
    def __init__(
        self, inputs: Mapping[str, Input], given: Mapping[str, Any], render: Render, secrets_refusal: str
    ) -> None:
        self.inputs = inputs
        self.values: dict[str, Any] = {}  # of those that are asked for
        self.problems: dict[str, InputProblem] = {}
        self._given = given
        self._render = render
        self._secrets_refusal = secrets_refusal
        self._seen: set[str] = set()

    def resolve(self, one: Input) -> None:
        """Resolves an input after those that it depends on. A circle, which validation refuses, ends at its start."""
        waiting = [one]
        while waiting:
            self._seen.add(waiting[-1].id)
            ahead = next((name for name in self._dependencies(waiting[-1]) if name not in self._seen), None)
            if ahead is not None:
                waiting.append(self.inputs[ahead])
            else:
                self._finish(waiting.pop())

    def _dependencies(self, one: Input) -> list[str]:
        return [name for depends in one.depends_on for name in depends.inputs if name in self.inputs]

    def _finish(self, one: Input) -> None:
        names = self._dependencies(one)
        if one.id in self.values or any(name not in self.values and name not in self.problems for name in names):
            return
        known = {name: self.values.get(name) for name in names}
        try:
            if self._asked_for(one, known):
                self.values[one.id] = self._value(one, known)
        except InvalidValue as error:
            cause = str(error)
            message = cause if isinstance(error, Unusable) else f"Invalid value for input `{one.id}`. Cause: {cause}"
            self.problems[one.id] = InputProblem(input_id=one.id, message=message)

    def _asked_for(self, one: Input, known: Mapping[str, Any]) -> bool:
        conditions = [depends.condition for depends in one.depends_on if depends.condition is not None]
        return all(self._rendered(text, known, "Invalid condition: ") is True for text in conditions)

    def _value(self, one: Input, known: Mapping[str, Any]) -> Any:
        one = self._with_values(one, known)
        given = _given(self._given, one.id)
        if given is None:
            given = self._default(one, known)
        if given is None:
            if one.required:
                raise Unusable(f"Missing required input:{one.id}")
            return None
        if self._secrets_refusal and InputType.SECRET in (one.type, one.item_type):
            raise Unusable(self._secrets_refusal)
        value = parse_value(one.type, one.item_type, given)
        if fault := check_value(one, value):
            raise InvalidValue(fault)
        return value

    def _with_values(self, one: Input, known: Mapping[str, Any]) -> Input:
        if one.expression is None:
            return one
        rendered = self._rendered(one.expression, known, "Cannot render 'expression'. Cause: ")
        if isinstance(rendered, str):
            try:
                rendered = parse_value(InputType.ARRAY, None, rendered)
            except InvalidValue:
                pass
        if not isinstance(rendered, list):
            kind = "<null>" if rendered is None else type(rendered).__name__
            raise InvalidValue(f"Invalid expression result. Expected a list of strings, but received {kind}")
        texts = (parse_value(InputType.STRING, None, item) for item in rendered if item is not None)
        return replace(one, values=tuple(texts))

    def _default(self, one: Input, known: Mapping[str, Any]) -> Any:
        if one.defaults is None:
            if one.auto_select_first and one.values:
                return one.values[0] if one.type is InputType.SELECT else [one.values[0]]
            return None
        return self._tree(one.defaults, known)

    def _tree(self, value: Any, known: Mapping[str, Any]) -> Any:
        if isinstance(value, dict):
            return {key: self._tree(inner, known) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._tree(inner, known) for inner in value]
        return self._rendered(value, known, "") if is_template(value) else value

    def _rendered(self, text: str, known: Mapping[str, Any], prefix: str) -> Any:
        try:
            return self._render(text, _nested(known))
        except Exception as error:
            raise InvalidValue(f"{prefix}{error}") from error


def _given(given: Mapping[str, Any], name: str) -> Any:
    """What was given for an id, flat ("a.b") or nested ({"a": {"b": …}})."""
    if name in given:
        return given[name]
    value: Any = given
    for step in name.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return value


def _declared(name: str, declared: Mapping[str, Input]) -> bool:
    return name in declared or any(other.startswith(name + ".") for other in declared)


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        *around, last = name.split(".")
        inner = nested
        for step in around:
            inner = inner.setdefault(step, {})
        inner[last] = value
    return nested
