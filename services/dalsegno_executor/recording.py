"""What has happened to an execution, recorded: applied to it, to its course and to what expressions see."""

from collections.abc import Sequence

from dalsegno_executor.core.events import Event, Recorded
from dalsegno_executor.core.evolving import evolve
from dalsegno_executor.core.work import Work
from dalsegno_executor.live import Live
from dalsegno_runtime.clock import Clock

Arrived = Sequence[tuple[Work | None, Sequence[Event]]]


class Recorder:
    """Gives events their positions and times. Nothing of it is durable until it is committed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def record(self, live: Live, events: Sequence[Event]) -> list[Recorded]:
        recorded = []
        for event in events:
            item = Recorded(position=live.execution.position + 1, time=self._clock(), event=event)
            evolve(live.execution, item)
            live.course.note(event)
            live.changed(event)
            recorded.append(item)
        return recorded

    def follow(self, live: Live) -> list[Recorded]:
        """Everything that follows from what was recorded, until something has to happen outside."""
        recorded: list[Recorded] = []
        while events := live.course.follow():
            recorded += self.record(live, events)
        return recorded

    def arrived(self, arrived: Arrived, live: Live) -> list[Recorded]:
        """Records what came of work that is still wanted, or of none before the end; the rest came too late."""
        recorded = []
        for work, events in arrived:
            if work in live.course.work if work is not None else not live.execution.ended:
                recorded += self.record(live, [event for event in events if not live.course.postpone(event)])
                # Before the next one: what follows may make that come too late.
                recorded += self.follow(live)
        return recorded
