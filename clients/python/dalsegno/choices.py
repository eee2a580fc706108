"""Where a replay begins and which revision it runs, from what people write."""

from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import InvalidRequest

RULES = {"BEGINNING": executor.REPLAY_RULE_BEGINNING, "FAILED": executor.REPLAY_RULE_FAILED}
REVISION_RULES = {"original": executor.REVISION_RULE_ORIGINAL, "latest": executor.REVISION_RULE_LATEST}


def replay_from(start: str | executor.ReplayFrom) -> executor.ReplayFrom:
    """A task path, or one of the words BEGINNING and FAILED.

    A task run, or a task that is called like one of the words, needs a `ReplayFrom`.
    """
    if isinstance(start, executor.ReplayFrom):
        return start
    if start in RULES:
        return executor.ReplayFrom(rule=RULES[start])
    return executor.ReplayFrom(task_path=start)


def revision_choice(revision: int | str | executor.RevisionChoice) -> executor.RevisionChoice:
    """A number from 1, or one of the words "original" and "latest".

    Raises:
        InvalidRequest: it is neither.
    """
    if isinstance(revision, executor.RevisionChoice):
        return revision
    if isinstance(revision, str) and revision in REVISION_RULES:
        return executor.RevisionChoice(rule=REVISION_RULES[revision])
    if isinstance(revision, int) or (revision.isascii() and revision.isdigit()):
        number = int(revision)
        if number >= 1:
            return executor.RevisionChoice(number=number)
    raise InvalidRequest(
        f"The revision to replay is {str(revision)!r}; write original, latest, or a number from 1.",
        reason="INVALID_FIELD",
        metadata={"field": "revision"},
    )
