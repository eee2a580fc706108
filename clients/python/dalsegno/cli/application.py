"""All commands together, and what becomes of their errors."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from dalsegno.cli import (
    bulk,
    compare,
    execution,
    file,
    fix,
    flow,
    keeping,
    kv,
    lineage,
    namespace_file,
    output,
    replay,
    steering,
    task_type,
    up,
)
from dalsegno.errors import DalSegnoError

application = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Runs data workflows and replays any execution from any task.",
    epilog="Services are looked for at DALSEGNO_REGISTRY, DALSEGNO_EXECUTOR and DALSEGNO_STORAGE "
    "(127.0.0.1:7401, :7402 and :7403 unless set). Executions are given by id, or as @last for the newest one. "
    "Exit codes: 0 done; 1 the execution FAILED; 2 wrong, not found or refused; 3 a service does not answer.",
)
application.command("up")(up.up)
flow.application.command("fix")(fix.fix_file)
application.add_typer(flow.application, name="flow")
for command in (
    replay.replay,
    steering.pause,
    steering.force_run,
    steering.set_state,
    keeping.label,
    keeping.delete,
    lineage.lineage,
    compare.compare,
    fix.fix,
):
    execution.application.command()(command)
application.add_typer(execution.application, name="execution")
application.add_typer(bulk.application, name="bulk")
application.add_typer(output.application, name="output")
application.add_typer(file.application, name="file")
application.add_typer(namespace_file.application, name="namespace-file")
application.add_typer(kv.application, name="kv")
application.add_typer(task_type.application, name="task-type")


def _print_version(wanted: bool) -> None:  # noqa: FBT001  # as Typer calls it
    if wanted:
        from importlib.metadata import version

        typer.echo(version("dalsegno"))
        raise typer.Exit


@application.callback()
def root(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and end.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str] | None = None) -> int:
    try:
        application(arguments, prog_name="dalsegno")
    except DalSegnoError as error:
        from dalsegno.cli.failures import exit_code, report

        report(error)
        return exit_code(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has enough; the interpreter must not complain about it when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        from dalsegno.cli.failures import complain

        complain(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))
        return 2
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0
