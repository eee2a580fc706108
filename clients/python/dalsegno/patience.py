"""How often, and how soon, a call that got no answer is made again."""

from dataclasses import dataclass

from dalsegno.errors import DalSegnoError


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Tries at one thing, with a pause that doubles between them.

    The default gives up after 1.5 seconds of pauses, where no service asks for longer ones.
    """

    tries: int = 5
    first_pause_seconds: float = 0.1
    max_pause_seconds: float = 5.0

    def pause_seconds(self, failures: int, error: DalSegnoError) -> float | None:
        """The pause after so many failures in a row; None when it is time to give up, or when a repetition is no use.

        It is as long as the service asks for, but never longer than `max_pause_seconds`.
        """
        if failures >= self.tries or not error.may_pass:
            return None
        pause_seconds = max(self.first_pause_seconds * 2.0 ** (failures - 1), error.retry_after_seconds or 0.0)
        return min(pause_seconds, self.max_pause_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """What a client waits for, and for how long."""

    # For one unary call. Streams have no deadline.
    deadline_seconds: float = 30.0
    # For calls, and for streams that never began.
    retry: Retry = Retry()
    # For streams that broke: 36 seconds of pauses, enough for a service to be started again.
    resume: Retry = Retry(tries=13)
