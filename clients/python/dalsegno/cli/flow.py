"""`dalsegno flow`: what is saved, and what changed."""

from pathlib import Path
from typing import Annotated

import typer

from dalsegno.cli.addresses import (
    ExecutionArgument,
    FlowAddress,
    FlowArgument,
    execution_id,
    parse_flow,
    suggesting,
)
from dalsegno.cli.connection import connect
from dalsegno.cli.terminal import Format, Output, console, local_time, new_table, print_diff, print_message, print_table
from dalsegno.errors import InvalidRequest

application = typer.Typer(no_args_is_help=True, help="Save, read and compare flows.")

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="YAML files.", exists=True, dir_okay=False, show_default=False)
]
RevisionOption = Annotated[
    int | None, typer.Option("--revision", "-r", min=1, help="A revision; the latest unless given.")
]


@application.command()
def put(files: Files, *, output: Output = Format.TABLE) -> None:
    """Save flows. A file that changed makes the next revision."""
    from dalsegno.cli.problems import print_problems

    failed = False
    with connect() as client:
        for file in files:
            source = file.read_text(encoding="utf-8")
            try:
                saved = client.flows.put(source)
            except InvalidRequest as error:
                problems = client.flows.validate(source) if error.reason == "FLOW_INVALID" else []
                if not problems:
                    raise
                print_problems(str(file), source, problems)
                failed = True
                continue
            print_problems(str(file), source, saved.warnings)
            if output is Format.JSON:
                print_message(saved, one_line=True)
                continue
            address = FlowAddress(namespace=saved.flow.namespace, flow_id=saved.flow.flow_id)
            news = "saved as" if saved.created else "unchanged, still"
            console().print(f"{address}: {news} revision {saved.flow.revision}", soft_wrap=True)
    raise typer.Exit(2 if failed else 0)


@application.command()
def validate(files: Files, *, output: Output = Format.TABLE) -> None:
    """Check flows without saving them. Ends with 2 when one has an error."""
    from dalsegno.api.registry.v1 import registry_pb2 as registry
    from dalsegno.cli.problems import is_error, print_problems

    failed = False
    with connect() as client:
        for file in files:
            source = file.read_text(encoding="utf-8")
            problems = client.flows.validate(source)
            wrong = any(is_error(problem) for problem in problems)
            failed = failed or wrong
            if output is Format.JSON:
                print_message(registry.ValidateFlowResponse(problems=problems), one_line=True)
                continue
            print_problems(str(file), source, problems)
            if not wrong:
                console().print(f"{file}: valid", soft_wrap=True)
    raise typer.Exit(2 if failed else 0)


@application.command()
def promote(
    execution: ExecutionArgument,
    *,
    expected_revision: Annotated[
        int | None, typer.Option("--expected-revision", metavar="N", help="Only if that is the latest revision.")
    ] = None,
    output: Output = Format.TABLE,
) -> None:
    """Save the draft that an execution ran as the next revision of its flow."""
    with connect() as client:
        ran = client.executions.get(execution_id(client, execution))
        saved = client.flows.promote_draft(
            ran.namespace, ran.flow_id, ran.source_digest, expected_revision=expected_revision
        )
    if output is Format.JSON:
        print_message(saved)
        return
    address = FlowAddress(namespace=saved.flow.namespace, flow_id=saved.flow.flow_id)
    news = "saved as" if saved.created else "unchanged, still"
    console().print(f"{address}: {news} revision {saved.flow.revision}", soft_wrap=True)


@application.command()
def get(flow: FlowArgument, *, revision: RevisionOption = None, output: Output = Format.TABLE) -> None:
    """Print the YAML of a flow."""
    address = parse_flow(flow)
    with connect() as client, suggesting(client, flow):
        found = client.flows.get(address.namespace, address.flow_id, revision=revision or 0)
    if output is Format.JSON:
        print_message(found)
        return
    target = console()
    if target.is_terminal:
        from rich.syntax import Syntax

        target.print(Syntax(found.source.rstrip("\n"), "yaml", theme="ansi_dark", background_color="default"))
    else:
        target.file.write(found.source if found.source.endswith("\n") else found.source + "\n")


@application.command("list")
def list_flows(
    *,
    namespace: Annotated[str, typer.Option("--namespace", "-n", help="Only this namespace and those below it.")] = "",
    output: Output = Format.TABLE,
) -> None:
    """List the flows with their latest revisions."""
    from dalsegno.api.registry.v1 import registry_pb2 as registry

    with connect() as client:
        flows = list(client.flows.list(namespace=namespace, page_size=1000))
    if output is Format.JSON:
        print_message(registry.ListFlowsResponse(flows=flows))
        return
    table = new_table("flow", "revision", "saved", "description")
    for flow in flows:
        address = FlowAddress(namespace=flow.namespace, flow_id=flow.flow_id)
        summary = next(iter(flow.description.splitlines()), "")
        text = f"(disabled) {summary}".strip() if flow.disabled else summary
        table.add_row(str(address), str(flow.revision), local_time(flow.create_time), text)
    if flows:
        print_table(console(), table)
    else:
        console(error=True).print("There are no flows. `dalsegno flow put FILE` saves one.")


@application.command()
def revisions(flow: FlowArgument, *, output: Output = Format.TABLE) -> None:
    """List the revisions of a flow, the newest first."""
    from dalsegno.api.registry.v1 import registry_pb2 as registry

    address = parse_flow(flow)
    with connect() as client, suggesting(client, flow):
        found = list(client.flows.revisions(address.namespace, address.flow_id, page_size=1000))
    if output is Format.JSON:
        print_message(registry.ListRevisionsResponse(revisions=found))
        return
    table = new_table("revision", "saved", "sha256 of the source")
    for revision in found:
        table.add_row(str(revision.revision), local_time(revision.create_time), revision.source_digest)
    print_table(console(), table)


@application.command()
def diff(
    flow: FlowArgument,
    from_revision: Annotated[
        int, typer.Argument(metavar="FROM", help="By default the one before TO.", show_default=False)
    ] = 0,
    to_revision: Annotated[int, typer.Argument(metavar="TO", help="By default the latest.", show_default=False)] = 0,
    *,
    output: Output = Format.TABLE,
) -> None:
    """Show what changed between two revisions."""
    address = parse_flow(flow)
    with connect() as client, suggesting(client, flow):
        found = client.flows.diff(
            address.namespace, address.flow_id, from_revision=from_revision, to_revision=to_revision
        )
    if output is Format.JSON:
        print_message(found)
        return
    if not found.unified_diff:
        console(error=True).print(f"Revisions {found.from_revision} and {found.to_revision} are equal.")
    print_diff(console(), found.unified_diff)


@application.command()
def delete(flow: FlowArgument, *, output: Output = Format.TABLE) -> None:
    """Delete a flow with all its revisions. Its executions stay."""
    from dalsegno.api.registry.v1 import registry_pb2 as registry

    address = parse_flow(flow)
    with connect() as client, suggesting(client, flow):
        client.flows.delete(address.namespace, address.flow_id)
    if output is Format.JSON:
        print_message(registry.DeleteFlowResponse())
    else:
        console().print(f"{address}: deleted")
