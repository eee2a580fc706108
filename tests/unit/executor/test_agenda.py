"""What an execution waits for, and who learns of it."""

from dalsegno_executor.core.events import ExecutionStarted
from dalsegno_executor.core.states import State
from dalsegno_executor.core.work import Agenda, Kind, Wait, Work
from support.courses import NOON, SECOND, Run, every, flow_of, flowable, leaf

RUN_A, WAIT_A = Work(Kind.RUN, "a"), Work(Kind.WAIT, "a")
LATER = Wait(NOON, ExecutionStarted())


def test_what_has_changed_is_told_once():
    agenda = Agenda()
    agenda.want(Kind.RUN, "a")
    agenda.want(Kind.WAIT, "a", LATER)
    assert agenda.changes() == {RUN_A: True, WAIT_A: True}
    assert agenda.changes() == {}
    agenda.drop(Kind.RUN, "a")
    assert agenda.changes() == {RUN_A: False}


def test_what_was_dropped_and_is_wanted_again_begins_again():
    agenda = Agenda()
    agenda.want(Kind.RUN, "a")
    agenda.changes()
    agenda.drop(Kind.RUN, "a")
    agenda.want(Kind.RUN, "a")
    assert agenda.changes() == {RUN_A: True}


def test_what_was_wanted_and_dropped_between_two_looks_is_not_wanted():
    agenda = Agenda()
    agenda.want(Kind.RUN, "a")
    agenda.drop(Kind.RUN, "a")
    assert agenda.changes() == {RUN_A: False}


def test_dropping_what_is_not_wanted_changes_nothing():
    agenda = Agenda()
    agenda.drop(Kind.RUN, "a")
    assert agenda.changes() == {}


def test_work_of_one_kind_for_one_place_is_there_once():
    agenda = Agenda()
    agenda.want(Kind.WAIT, "a")
    agenda.want(Kind.WAIT, "a", LATER)
    assert list(agenda) == [WAIT_A]
    assert agenda.wait_of(WAIT_A) == LATER
    assert RUN_A not in agenda


def test_all_may_be_dropped_at_once():
    agenda = Agenda()
    agenda.want(Kind.RUN, "a")
    agenda.changes()
    agenda.want(Kind.WAIT, "a", LATER)
    agenda.drop_all()
    assert (list(agenda), agenda.wait_of(WAIT_A)) == ([], None)
    assert agenda.changes() == {RUN_A: False, WAIT_A: False}


def test_an_attempt_is_wanted_until_it_has_ended():
    run = Run(flow_of(leaf("a"), leaf("b"))).settle()
    assert run.agenda == {RUN_A}
    assert run.finish("a").agenda == {Work(Kind.RUN, "b")}
    assert run.finish("b").agenda == set()


def test_a_retry_is_a_wait_whose_event_starts_the_next_attempt():
    run = Run(flow_of(flowable("Sequential", "s", leaf("a", retry=every(5))))).settle()
    run.finish("s/a", State.FAILED)
    (work,) = run.agenda
    wait = run.course.work.wait_of(work)
    assert (work, wait.until) == (Work(Kind.WAIT, "s/a"), NOON + 5 * SECOND)
    assert (wait.event.task_path, wait.event.attempt_number, wait.event.parent_path) == ("s/a", 2, "s")
