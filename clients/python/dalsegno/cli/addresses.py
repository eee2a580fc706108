"""Flows and executions as people write them."""

import difflib
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from dalsegno.errors import DalSegnoError, InvalidRequest, NotFound

if TYPE_CHECKING:
    from dalsegno.client import Client

FlowArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAMESPACE.FLOW", help="A flow; write NAMESPACE/FLOW when its id has dots.", show_default=False
    ),
]
ExecutionArgument = Annotated[
    str, typer.Argument(metavar="EXECUTION", help="An execution's id, or @last for the newest.", show_default=False)
]

LAST = "@last"
_EXECUTION_ID = re.compile("[0-9A-Za-z]{22}")
_SUGGESTED_FLOWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowAddress:
    namespace: str
    flow_id: str

    def __str__(self) -> str:
        separator = "/" if "." in self.flow_id else "."
        return f"{self.namespace}{separator}{self.flow_id}"


def parse_flow(text: str) -> FlowAddress:
    """Splits at the slash, or else at the last dot.

    Raises:
        InvalidRequest: there is neither, or nothing on one side of it.
    """
    namespace, _, flow_id = text.partition("/") if "/" in text else text.rpartition(".")
    if not namespace or not flow_id or "/" in flow_id:
        raise InvalidRequest(
            f"{text!r} is not the address of a flow. Write NAMESPACE.FLOW, such as company.team.rides."
        )
    return FlowAddress(namespace=namespace, flow_id=flow_id)


@contextmanager
def suggesting(client: "Client", asked: str) -> Iterator[None]:
    """Adds to the error about a flow that is not there which one may have been meant."""
    try:
        yield
    except NotFound as error:
        hint = _suggestion(client, asked) if error.reason == "FLOW_NOT_FOUND" else ""
        if not hint:
            raise
        raise NotFound(
            f"{error.message} {hint}", code=error.code, reason=error.reason, metadata=error.metadata
        ) from error


def is_execution_id(text: str) -> bool:
    return text == LAST or _EXECUTION_ID.fullmatch(text) is not None


def execution_id(client: "Client", text: str) -> str:
    """The id that was written, or that of the newest execution.

    Raises:
        InvalidRequest: it is no id.
        NotFound: there is no execution yet.
    """
    if text != LAST:
        if not is_execution_id(text):
            raise InvalidRequest(
                f"{text!r} is not an execution's id: those have 22 letters and digits. "
                f"`dalsegno execution list` shows them; {LAST} is the newest."
            )
        return text
    for newest in client.executions.list(page_size=1):
        return newest.execution_id
    raise NotFound("There is no execution yet. `dalsegno execution run NAMESPACE.FLOW` makes one.")


def _suggestion(client: "Client", asked: str) -> str:
    try:
        found = itertools.islice(client.flows.list(page_size=_SUGGESTED_FLOWS), _SUGGESTED_FLOWS)
        known = [FlowAddress(namespace=flow.namespace, flow_id=flow.flow_id) for flow in found]
    except DalSegnoError:
        return ""
    if not known:
        return "There are no flows yet: `dalsegno flow put FILE` saves one."
    dotted = {f"{flow.namespace}.{flow.flow_id}": str(flow) for flow in known}
    asked = asked.replace("/", ".")
    close = [asked] if asked in dotted else difflib.get_close_matches(asked, dotted, n=3, cutoff=0.6)
    if not close:
        return "`dalsegno flow list` shows the flows there are."
    return f"Did you mean {' or '.join(dotted[name] for name in close)}?"
