"""Every flowable, by the names of its type."""

from dalsegno_executor.core.flowables.allow_failure import AllowFailure
from dalsegno_executor.core.flowables.branches import If, Switch
from dalsegno_executor.core.flowables.for_each_item import ForEachItem
from dalsegno_executor.core.flowables.interface import CannotOpen, Flowable, Lane, Situation, Turned
from dalsegno_executor.core.flowables.loops import EachParallel, EachSequential, ForEach
from dalsegno_executor.core.flowables.parallel import Dag, Parallel
from dalsegno_executor.core.flowables.sequential import Sequential
from dalsegno_executor.core.flowables.waiting import LoopUntil, Pause, WaitFor
from dalsegno_executor.core.flowables.working_directory import WorkingDirectory
from dalsegno_executor.core.opened import Opened

_ALL: tuple[Flowable, ...] = (
    Sequential(),
    AllowFailure(),
    Parallel(),
    Dag(),
    If(),
    Switch(),
    ForEach(),
    EachSequential(),
    EachParallel(),
    LoopUntil(),
    WaitFor(),
    Pause(),
    WorkingDirectory(),
    ForEachItem(),
)
FLOWABLES = {name: flowable for flowable in _ALL for name in flowable.type_names}

__all__ = ["FLOWABLES", "CannotOpen", "Flowable", "Lane", "Opened", "Situation", "Turned"]
