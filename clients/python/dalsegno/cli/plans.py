"""A replay plan, as people read it."""

from rich.console import Console
from rich.text import Text

from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.cli.terminal import duration, new_table, print_table, revision_text, size

VERDICTS = {
    executor.VERDICT_REUSED_UPSTREAM: ("REUSED", "blue"),
    executor.VERDICT_REUSED_BESIDE: ("REUSED", "blue"),
    executor.VERDICT_REUSED_SKIPPED: ("SKIPPED, REUSED", "blue"),
    executor.VERDICT_KEPT_UNSUCCESSFUL: ("STAYS FAILED", "red"),
    executor.VERDICT_GOES_ON: ("GOES ON", "cyan"),
    executor.VERDICT_RERUN_SELECTED: ("RUN AGAIN", "yellow"),
    executor.VERDICT_RERUN_DOWNSTREAM: ("RUN AGAIN", "yellow"),
    executor.VERDICT_RERUN_INTERRUPTED: ("RUN AGAIN", "yellow"),
    executor.VERDICT_RERUN_OUTPUT_MISSING: ("RUN AGAIN", "yellow"),
    executor.VERDICT_RERUN_CHANGED: ("RUN AGAIN", "yellow"),
    executor.VERDICT_RERUN_IF_CHANGED: ("IF CHANGED", "yellow"),
    executor.VERDICT_OVERRIDDEN: ("GIVEN", "magenta"),
    executor.VERDICT_NEW_TASK: ("NEW", "magenta"),
    executor.VERDICT_FIRST_RUN: ("FIRST RUN", "yellow"),
    executor.VERDICT_CONDITIONAL: ("MAY RUN", "dim"),
    executor.VERDICT_NOT_RUN: ("DOES NOT RUN", "dim"),
    executor.VERDICT_SKIPPED: ("SKIPPED", "dim"),
    executor.VERDICT_DROPPED_TASK: ("DROPPED", "dim"),
}


def print_plan(target: Console, plan: executor.ReplayPlan) -> None:
    revision = revision_text(plan.revision)
    if plan.revision != plan.source_revision:
        revision += f" (it ran {revision_text(plan.source_revision)})"
    target.print(Text.assemble("Replay of ", (plan.execution_id, "bold"), f" on {revision}:\n"), soft_wrap=True)
    table = new_table("task", "what happens", "why")
    for task in plan.tasks:
        word, style = VERDICTS.get(task.verdict, (str(int(task.verdict)), ""))
        table.add_row(_place(task), Text(word, style), _why(task))
    print_table(target, table)
    for obstacle in plan.obstacles:
        place = f"{obstacle.task_path}: " if obstacle.task_path else ""
        target.print(Text(f"\nobstacle: {place}{obstacle.message}", "red"), soft_wrap=True)
        if obstacle.file_path:
            target.print(Text(f"          {obstacle.file_path}", "red"), soft_wrap=True)
    saved = duration(plan.reused_duration.seconds + plan.reused_duration.nanos / 1e9)
    told = f"\nreused {plan.reused_count} ({size(plan.reused_bytes)}; they took {saved}), to run {plan.run_count}"
    target.print(Text(told), soft_wrap=True)
    target.print(Text.assemble("plan digest ", (plan.digest, "bold")), soft_wrap=True)


def _why(task: executor.PlannedTask) -> Text:
    text = Text(task.reason)
    if task.synthetic_from_task_path and task.synthetic_from_task_path != task.task_path:
        text.append(f" It stands on the outputs that {task.synthetic_from_task_path} is given.", "magenta")
    if task.clock_expressions:
        text.append(f" The clock changes {', '.join(task.clock_expressions)}.", "dim")
    if task.effects == executor.EFFECTS_IRREVERSIBLE:
        text.append(" It cannot be undone.", "red")
    return text


def _place(task: executor.PlannedTask) -> Text:
    was = f" (was {task.source_task_path})" if task.source_task_path else ""
    return Text.assemble(task.task_path, (was, "dim"))
