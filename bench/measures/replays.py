"""What a replay costs, one after the other and many at once."""

from collections.abc import Sequence

from measures.measure import Bench, Measure, finished, in_flight, leaves, put, replayed

EACH = 40
TOGETHER = 200


async def last_of_50(bench: Bench) -> Sequence[float]:
    flow_id = await put(bench, "sequence_50", leaves(50))
    _, source = await finished(bench, flow_id)
    return [await replayed(bench, source, "t49") for _ in range(EACH)]


async def a_second(bench: Bench) -> Sequence[float]:
    """How many replays of the last of 5 tasks a second with 16 in flight."""
    flow_id = await put(bench, "sequence_5", leaves(5))
    _, source = await finished(bench, flow_id)
    seconds = await in_flight(16, (replayed(bench, source, "t4") for _ in range(TOGETHER)))
    return [TOGETHER / seconds]


MEASURES = (
    Measure(name="Replay of the last of 50 tasks", unit="ms", aim=7.0, run=last_of_50),
    Measure(name="200 replays of the last of 5, 16 in flight", unit="/s", aim=450, run=a_second, more=True),
)
