"""The inputs of an execution that is about to be created, or of one that is to be resumed."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from dalsegno_executor.core.context import Surroundings, execution_variables
from dalsegno_executor.core.errors import InputsInvalid
from dalsegno_executor.core.events import ExecutionCreated, Recorded
from dalsegno_executor.core.evolving import begin
from dalsegno_executor.core.facts import Facts
from dalsegno_executor.core.outputs import compact
from dalsegno_executor.logs import LogKeeper, execution_line
from dalsegno_executor.patience import until_available
from dalsegno_executor.ports import LogLevel, OutputDocument, OutputStore
from dalsegno_executor.subflow_function import RunFlow, running_flows
from dalsegno_executor.vault import SEALED, Vault, sealed_within
from dalsegno_flow import Flow
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.inputs import Input, InputType, InvalidInputs, leaves, resolve_inputs
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import InvalidField, ServiceError

log = logging.getLogger("dalsegno.inputs")

STORED = ("dalsegno:///", "kestra:///")
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class InputValues:
    """`values` are JSON; `files` the addresses of FILE inputs by id; `undeclared` names that nothing was done with."""

    values: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    undeclared: Sequence[str] = ()


class Inputs:
    """Gives inputs their values, and keeps their files as long as the execution."""

    def __init__(
        self,
        *,
        expressions: Expressions,
        store: OutputStore,
        logs: LogKeeper,
        vault: Vault,
        clock: Clock,
        surroundings: Surroundings = Surroundings(),  # noqa: B008  # it never changes
    ) -> None:
        self._expressions = expressions
        self._store = store
        self._logs = logs
        self._vault = vault
        self._clock = clock
        self._surroundings = surroundings
        self._run_flow: RunFlow | None = None

    def may_run_flows(self, run_flow: RunFlow) -> None:
        """Gives the templates of inputs what subflow() needs."""
        self._run_flow = run_flow

    async def __call__(self, flow: Flow, given: Mapping[str, Any], created: ExecutionCreated) -> str:
        """The inputs of a new execution that another one starts, as `ExecutionCreated.inputs_json`; waits for storage.

        Raises:
            InputsInvalid: inputs are missing or wrong.
        """
        found = await self.of_flow(flow, given, created)
        try:
            await until_available(partial(self.keep_files, created.original_id, found))
        except InputsInvalid:
            await self.release_files(created.original_id, found)
            raise
        self.warn(created.original_id, found)
        return inputs_json(flow, found)

    async def of_flow(
        self,
        flow: Flow,
        given: Mapping[str, Any],
        created: ExecutionCreated,
        before: Mapping[str, Any] = NOTHING,
    ) -> InputValues:
        """The inputs of a new execution, which `created` describes but for them; its id is `created.original_id`.

        Secrets stay sealed as they are in `before`, where they are the same.

        Raises:
            InputsInvalid: inputs are missing or wrong.
        """
        return await self.resolved(flow.inputs, given, self.variables(flow, created), before)

    async def resolved(
        self,
        inputs: Iterable[Input],
        given: Mapping[str, Any],
        variables: Mapping[str, Any],
        before: Mapping[str, Any] = NOTHING,
    ) -> InputValues:
        """Reads what was given by the types of the inputs; their templates see `variables` and the inputs before them.

        Raises:
            InputsInvalid: inputs are missing or wrong.
        """
        declared = tuple(leaves(inputs))
        try:
            # In a thread: a template may keep a processor busy for seconds before its limits stop it.
            resolving = partial(resolve_inputs, declared, given, self._render(variables), self._vault.refusal)
            with running_flows(self._run_flow):
                found = await asyncio.to_thread(resolving)
        except InvalidInputs as error:
            raise InputsInvalid([(problem.input_id, problem.message) for problem in error.problems]) from error
        # Secrets are not sealed yet: whatever looks so was made up, or taken from somewhere.
        if problems := [(name, _looks_sealed(name)) for name, value in found.values.items() if sealed_within(value)]:
            raise InputsInvalid(problems)
        files = files_of(declared, found.values)
        if problems := [(name, _no_address(name, text)) for name, text in files.items() if not text.startswith(STORED)]:
            raise InputsInvalid(problems)
        values = self._vault.sealed_inputs(declared, found.values, before)
        return InputValues(values=values, files=files, undeclared=found.undeclared)

    def given_again(self, flow: Flow, before: Mapping[str, Any], anew: Mapping[str, Any]) -> dict[str, Any]:
        """What an execution gives to the one that replays it: its inputs that the flow has, and what is given anew.

        Raises:
            SecretUnreadable: one of those that it hands on is a SECRET that cannot be decrypted.
        """
        handed_on = [
            one.id for one in leaves(flow.inputs) if one.id not in anew and value_of(before, one.id) is not None
        ]
        opened = {name: self._vault.opened(value_of(before, name), f"inputs.{name}", set()) for name in handed_on}
        return opened | dict(anew)

    def variables(self, flow: Flow, created: ExecutionCreated) -> dict[str, Any]:
        """What the expressions of a flow see before its execution exists, with the inputs that `created` has."""
        # Of the times in this event no expression sees any.
        first = Recorded(position=1, time=created.start_time, event=created)
        execution = begin(created.original_id, first)
        execution.flow_variables = flow.variables
        variables = execution_variables(flow, execution, Facts(), self._surroundings)
        if SEALED in created.inputs_json:
            variables["inputs"] = self._vault.opened(variables["inputs"], "inputs", set())
        return variables

    async def keep_files(self, execution_id: str, found: InputValues) -> None:
        """Makes storage keep the files of inputs as long as the execution.

        Raises:
            InputsInvalid: a file is not stored, or was altered.
            ServiceUnavailable: storage does not answer.
        """
        if not found.files:
            return
        document = files_document(execution_id, found.files)
        pinned = await self._store.pin(execution_id, [document.digest], [document], check_only=False)
        if pinned.defects:
            raise InputsInvalid(list(_defective(found.files, pinned.defects)))

    async def release_files(self, execution_id: str, found: InputValues) -> None:
        """Lets go of the files of an execution that did not come to be."""
        if not found.files:
            return
        try:
            await self._store.release(execution_id)
        except ServiceError:
            log.warning("the pins of %s, which was not created, could not be released", execution_id)

    def warn(self, execution_id: str, found: InputValues) -> None:
        """Tells in the execution's log of inputs that the flow does not have."""
        for name in found.undeclared:
            text = f"The flow has no input `{name}`; the value that was given for it is not used."
            self._logs.add(execution_line(execution_id, LogLevel.WARN, self._clock(), text))

    def _render(self, variables: Mapping[str, Any]) -> Callable[[str, Mapping[str, Any]], Any]:
        around: Mapping[str, Any] = variables.get("inputs") or {}

        def render(text: str, inputs: Mapping[str, Any]) -> Any:
            # A Pause's own inputs stand beside those of the execution.
            seen = {**around, **inputs}
            return self._expressions.render_tree(text, {**variables, "inputs": seen}, typed=True)

        return render


def read_given(text: str, field: str = "inputs_json") -> dict[str, Any]:
    """Reads a JSON object in a request; an empty text is an empty one.

    Raises:
        InvalidField: it is none.
    """
    if not text:
        return {}
    example = '{"month": "202405"}'
    try:
        given = json.loads(text, parse_constant=_refuse_constant)
        compact({"given": given}).encode()
    except (ValueError, RecursionError) as error:
        raise InvalidField(field, f"{field} is not JSON: {error}. Give an object such as {example}.") from error
    if not isinstance(given, dict):
        raise InvalidField(field, f"{field} is {_short(text)}; give an object such as {example}.")
    return given


def inputs_json(flow: Flow, found: InputValues) -> str:
    """As ExecutionCreated has them: empty for a flow without inputs."""
    return compact(found.values) if flow.inputs else ""


def files_of(inputs: Iterable[Input], values: Mapping[str, Any]) -> dict[str, str]:
    """The addresses of the files among the values of inputs, by the ids of these."""
    files = {one.id: value_of(values, one.id) for one in leaves(inputs) if one.type is InputType.FILE}
    return {name: address for name, address in files.items() if address is not None}


def files_document(execution_id: str, files: Mapping[str, str]) -> OutputDocument:
    """The document by which storage keeps the files of inputs: it keeps what the outputs of an execution name."""
    text = compact(files)
    return OutputDocument(execution_id=execution_id, digest=sha256(text.encode()).hexdigest(), json=text)


def value_of(values: Mapping[str, Any], name: str) -> Any:
    """The value of an id, such as "form.field", in nested values; None when it has none."""
    value: Any = values
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _no_address(name: str, text: str) -> str:
    return (
        f"Invalid value for input `{name}`. Cause: {_short(text)} is no file in storage. Upload the file first, and "
        "give its address, which begins with dalsegno:///."
    )


def _looks_sealed(name: str) -> str:
    return (
        f'Invalid value for input `{name}`. Cause: {{"type": "{SEALED}", …}} stands for a value that the executor has '
        "encrypted, which nobody can give. Declare an input of the type SECRET, and give it the value itself."
    )


def _defective(files: Mapping[str, str], defects: Iterable[Any]) -> Iterable[tuple[str, str]]:
    paths = {defect.file_path for defect in defects}
    for name, address in files.items():
        scheme = next(scheme for scheme in STORED if address.startswith(scheme))
        if STORED[0] + address[len(scheme) :] in paths:
            cause = f"the file {address} is not in storage, or was altered there. Upload it again."
            yield name, f"Invalid value for input `{name}`. Cause: {cause}"


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no value of JSON")


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:77] + "...")
