"""Errors as people read them: what happened, what to do, and the reason for a program."""

from dalsegno.cli.terminal import console
from dalsegno.errors import DalSegnoError, InvalidRequest, NotFound, Refused, Unreachable

WRONG = 2
BROKEN = 3

_ADVICE = {
    "FLOW_INVALID": "`dalsegno flow validate FILE` shows each problem in its line.",
    "REVISION_CONFLICT": "`dalsegno flow get NAMESPACE.FLOW` shows the latest revision.",
    "EXECUTION_NOT_FOUND": "`dalsegno execution list` shows the executions there are.",
    "TASK_RUN_NOT_FOUND": "`dalsegno execution get ID` shows its task runs.",
    "UPSTREAM_NOT_SUCCESSFUL": "`dalsegno execution replay ID --from TASK --dry-run` shows what would be reused.",
    "UPSTREAM_OUTPUT_GONE": "`dalsegno execution replay ID --from TASK --dry-run` shows what is missing.",
    "PLAN_CHANGED": "`dalsegno execution replay ID --from TASK --dry-run` shows the plan as it is now.",
    "TASK_AMBIGUOUS": "`--map OLD=NEW` says what a task is called now, `--map OLD=` that it is gone.",
    "INPUTS_INVALID": "`--input KEY=VALUE` gives a value (in a replay: `--set-input`), `--file KEY=PATH` a file; "
    "`dalsegno flow get NAMESPACE.FLOW` shows what is asked for.",
    "NOT_PAUSED": "`dalsegno execution list --state PAUSED` shows those that wait.",
    "BULK_REPLAY_NOT_FOUND": "`dalsegno bulk list` shows the bulk replays there are.",
    "BULK_REPLAY_ENDED": "`dalsegno bulk items BULK` shows what came of each execution.",
    "NOTHING_SELECTED": "`dalsegno execution list` shows the executions there are.",
    "FILE_NOT_FOUND": "`dalsegno file list EXECUTION` shows the files of an execution.",
    "VALUE_NOT_FOUND": "`dalsegno kv list --namespace NAMESPACE` shows the keys there are.",
    "VALUE_EXISTS": "Without --new the value is replaced.",
}


def exit_code(error: DalSegnoError) -> int:
    return WRONG if isinstance(error, InvalidRequest | NotFound | Refused) else BROKEN


def report(error: DalSegnoError) -> None:
    """Prints one block on standard error."""
    lines = [f"{v.field}: {v.description}" for v in error.violations if v.description not in error.message]
    advice = _unreachable(error) if isinstance(error, Unreachable) else _ADVICE.get(error.reason, "")
    if advice:
        lines.append(advice)
    complain(error.message, *lines, reason=error.reason)


def complain(message: str, *more: str, reason: str = "") -> None:
    from rich.text import Text

    first, *rest = message.strip().split("\n")
    block = Text.assemble(("error: ", "bold red"), first)
    for line in [*rest, *more]:
        block.append(f"\n       {line}")
    if reason:
        block.append(f"\n       reason {reason}", "dim")
    console(error=True).print(block, soft_wrap=True)


def _unreachable(error: Unreachable) -> str:
    if error.out_of_time:
        return ""
    if error.address:
        return "`dalsegno up` starts the services on this machine."
    return "`dalsegno up` shows which services run; try again when all do."
