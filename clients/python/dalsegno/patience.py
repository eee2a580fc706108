"""How often, and how soon, a call that got no answer is made again."""

from dataclasses import dataclass

from dalsegno.errors import Unreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Tries at one thing, with a pause that doubles between them.

    The default gives up after 1.5 seconds of pauses.
    """

    tries: int = 5
    first_pause_seconds: float = 0.1
    max_pause_seconds: float = 5.0

    def pause_seconds(self, failures: int, error: Unreachable) -> float | None:
        """The pause after so many failures in a row; None when it is time to give up.

        A call that ran into its deadline has waited long enough and is not repeated.
        """
        if failures >= self.tries or error.out_of_time:
            return None
        return min(self.first_pause_seconds * 2.0 ** (failures - 1), self.max_pause_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """What a client waits for, and for how long."""

    # For one unary call. Streams have no deadline.
    deadline_seconds: float = 30.0
    # For calls, and for streams that never began.
    retry: Retry = Retry()
    # For streams that broke: 36 seconds of pauses, enough for a service to be started again.
    resume: Retry = Retry(tries=13)
