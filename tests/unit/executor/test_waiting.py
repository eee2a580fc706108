"""Pauses and loops that go round: what happens while an execution waits, and once it goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dalsegno_executor.core.events import (
    ExecutionEnded,
    ExecutionQueued,
    ExecutionStarted,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunResumed,
    TaskRunStarted,
    TaskRunTurned,
)
from dalsegno_executor.core.flowables import FLOWABLES, CannotOpen, Opened, Situation
from dalsegno_executor.core.moments import NEVER
from dalsegno_executor.core.states import State
from dalsegno_executor.core.work import Kind, Work
from dalsegno_flow import Task
from support.courses import CREATED, FLOW, NOON, SECOND, Run, every, failing, failing_times, flow_of, flowable, leaf

PENDING, RUNNING, PAUSED, RESTARTED = State.CREATED, State.RUNNING, State.PAUSED, State.RESTARTED
SUCCESS, WARNING, FAILED, CANCELLED = State.SUCCESS, State.WARNING, State.FAILED, State.CANCELLED


def pause(task_id: str, *tasks: Task, on_pause: Task | None = None, **properties: object) -> Task:
    return flowable("Pause", task_id, *tasks, onPause=(on_pause,) if on_pause else (), properties=properties)


def pause_until(task_id: str, *tasks: Task, on_pause: Task | None = None, behavior: str = "RESUME") -> Task:
    return pause(task_id, *tasks, on_pause=on_pause, pauseDuration="PT9S", behavior=behavior)


def loop(task_id: str, *tasks: Task, rounds: int = 99, fails: bool = False, **frequency: object) -> Task:
    properties = {"rounds": rounds, "failOnMaxReached": fails, "checkFrequency": {"interval": "PT2S", **frequency}}
    return flowable("LoopUntil", task_id, *tasks, properties=properties)


def resume(run: Run, path: str, outputs_json: str = "") -> Run:
    digest = "d" if outputs_json else ""
    return run.happen(TaskRunResumed(task_path=path, output_digest=digest, outputs_json=outputs_json)).settle()


# -- pauses


def test_a_pause_stops_its_lane_until_somebody_resumes_it():
    run = Run(flow_of(pause("p"), leaf("a"))).settle()
    assert (run.state, run.states, run.agenda) == (PAUSED, {"p": PAUSED}, set())
    resume(run, "p", '{"onResume":{"who":"me"}}').go()
    assert run.history == [PENDING, RUNNING, PAUSED, RESTARTED, RUNNING, SUCCESS]
    assert run.history_of("p") == [PENDING, RUNNING, PAUSED, RUNNING, SUCCESS]
    assert run.run_of("p").outputs_json == '{"onResume":{"who":"me"}}'
    assert run.order == ["p", "a"]


def test_the_tasks_of_a_pause_run_once_it_is_resumed():
    run = Run(flow_of(pause("p", leaf("a"), leaf("b")))).settle()
    assert run.leaves == []
    assert resume(run, "p").leaves == ["p/a"]
    assert run.go(failing("b")).states == {"p": FAILED, "p/a": SUCCESS, "p/b": FAILED}


def test_what_runs_beside_a_pause_goes_on():
    run = Run(flow_of(flowable("Parallel", "all", pause("p"), leaf("a"), leaf("b")))).settle()
    assert (run.state, run.leaves) == (PAUSED, ["all/a", "all/b"])
    run.finish("all/a").finish("all/b")
    assert (run.state, run.states["all"]) == (PAUSED, RUNNING)
    assert resume(run, "all/p").state is SUCCESS


def test_two_pauses_are_resumed_one_by_one_and_the_execution_with_the_last():
    run = Run(flow_of(flowable("Parallel", "all", pause("p", leaf("a")), pause("q", leaf("b"))))).settle()
    resume(run, "all/q")
    assert (run.state, run.leaves) == (PAUSED, ["all/q/b"])
    assert run.finish("all/q/b").state is PAUSED
    assert resume(run, "all/p").finish("all/p/a").state is SUCCESS
    assert run.history == [PENDING, RUNNING, PAUSED, RESTARTED, RUNNING, SUCCESS]


def test_an_execution_that_waits_for_a_retry_may_be_paused_and_stays_so():
    lanes = flowable("Sequential", "s", leaf("b"), leaf("c"), pause("p")), leaf("a", retry=every(30, max_attempts=2))
    run = Run(flow_of(flowable("Parallel", "all", *lanes))).settle().finish("all/a", FAILED).finish("all/s/b")
    assert (run.state, run.leaves) == (State.RETRYING, ["all/s/c"])
    assert run.finish("all/s/c").state is PAUSED
    assert (run.wait().state, run.leaves) == (PAUSED, ["all/a"])
    run.finish("all/a")
    assert resume(run, "all/s/p").history == [PENDING, RUNNING, State.RETRYING, PAUSED, RESTARTED, RUNNING, SUCCESS]


@pytest.mark.parametrize("name", ["pauseDuration", "delay"])
def test_a_pause_with_a_duration_is_resumed_by_the_time(name: str):
    run = Run(flow_of(pause("p", leaf("a"), **{name: "PT9S"}), leaf("b"))).settle()
    assert run.agenda == {Work(Kind.WAIT, "p")}
    run.wait()
    assert (run.now, run.leaves) == (NOON + 9 * SECOND, ["p/a"])
    assert run.go().history == [PENDING, RUNNING, PAUSED, RESTARTED, RUNNING, SUCCESS]


def test_a_pause_that_somebody_resumes_waits_for_no_time_any_more():
    run = resume(Run(flow_of(pause_until("p", leaf("a"), behavior="FAIL"))).settle(), "p")
    assert run.agenda == {Work(Kind.RUN, "p/a")}
    assert run.finish("p/a").state is SUCCESS


@pytest.mark.parametrize(
    ("behavior", "state", "order"),
    [("RESUME", SUCCESS, ["p", "p/a", "b"]), ("WARN", WARNING, ["p", "b"]), ("FAIL", FAILED, ["p", "h"])],
)
def test_what_becomes_of_a_pause_in_time(behavior: str, state: State, order: list[str]):
    run = Run(flow_of(pause_until("p", leaf("a"), behavior=behavior), leaf("b"), errors=(leaf("h"),))).go()
    assert (run.state, run.states["p"], run.order) == (state, state, order)
    assert run.history == [PENDING, RUNNING, PAUSED, RESTARTED, RUNNING, state]


def test_a_pause_that_fails_in_time_says_so():
    run = Run(flow_of(pause_until("p", behavior="FAIL"))).go()
    assert run.history_of("p") == [PENDING, RUNNING, PAUSED, FAILED]
    assert run.run_of("p").error == "It was not resumed in time."


def test_a_pause_that_cancels_in_time_ends_everything():
    task = flowable("Parallel", "all", pause_until("p", behavior="CANCEL"), leaf("a"))
    run = Run(flow_of(task, leaf("b"), errors=(leaf("h"),))).settle().wait()
    assert run.states == {"all": CANCELLED, "all/p": CANCELLED, "all/a": CANCELLED}
    assert run.history == [PENDING, RUNNING, PAUSED, CANCELLED]
    assert run.events(ExecutionEnded) == [ExecutionEnded(state=CANCELLED, error="all/p was not resumed in time.")]


@pytest.mark.parametrize(
    ("allowed", "state"),
    [({"allow_failure": True}, WARNING), ({"allow_failure": True, "allow_warning": True}, SUCCESS)],
)
def test_a_pause_may_be_allowed_to_fail_in_time(allowed: dict[str, bool], state: State):
    task = replace(pause_until("p", behavior="FAIL"), **allowed)
    assert Run(flow_of(task, leaf("a"))).go().states == {"p": state, "a": SUCCESS}


def test_one_pause_that_fails_in_time_leaves_the_execution_paused_for_the_other():
    run = Run(flow_of(flowable("Parallel", "all", pause_until("p", behavior="FAIL"), pause("q")))).settle().wait()
    assert (run.states["all/p"], run.state) == (FAILED, PAUSED)
    assert resume(run, "all/q").history == [PENDING, RUNNING, PAUSED, RESTARTED, RUNNING, FAILED]


@pytest.mark.parametrize(
    ("properties", "opened"),
    [
        ({}, Opened(paused=True)),
        ({"pauseDuration": ""}, Opened(paused=True)),
        ({"pauseDuration": "PT1S"}, Opened(paused=True, resume_time=NOON + SECOND)),
        ({"pauseDuration": "PT1S", "behavior": "warn"}, Opened(paused=True, resume_time=NOON + SECOND, then="WARN")),
        ({"timeout": "PT2S"}, Opened(paused=True, resume_time=NOON + 2 * SECOND, then="FAIL")),
        ({"timeout": "PT2S", "delay": "PT3S"}, Opened(paused=True, resume_time=NOON + 3 * SECOND)),
        ({"pauseDuration": "P9999999D"}, Opened(paused=True, resume_time=NEVER)),
    ],
)
def test_how_long_a_pause_lasts(properties: dict[str, str], opened: Opened):
    assert FLOWABLES[f"{FLOW}Pause"].open(Situation(properties=properties, now=NOON, start=NOON)) == opened


def test_a_duration_that_is_none_is_refused():
    situation = Situation(properties={"pauseDuration": "soon"}, now=NOON, start=NOON)
    with pytest.raises(CannotOpen, match=r"^`pauseDuration`: 'soon' is no ISO-8601 duration"):
        FLOWABLES[f"{FLOW}Pause"].open(situation)


# -- what a pause runs while it lasts


def test_the_task_of_a_pause_runs_while_it_lasts_and_does_not_end_it():
    run = Run(flow_of(pause("p", leaf("a"), on_pause=leaf("tell")))).settle()
    assert (run.state, run.leaves) == (PAUSED, ["p/tell"])
    assert run.finish("p/tell").states == {"p": PAUSED, "p/tell": SUCCESS}
    assert resume(run, "p").leaves == ["p/a"]


def test_a_task_of_a_pause_that_fails_leaves_it_as_it_is():
    run = Run(flow_of(pause("p", leaf("a"), on_pause=leaf("tell")))).settle().finish("p/tell", FAILED)
    assert run.state is PAUSED
    assert resume(run, "p").go().states == {"p": SUCCESS, "p/tell": FAILED, "p/a": SUCCESS}
    assert run.state is SUCCESS


def test_a_pause_that_is_resumed_while_its_task_runs_goes_on_after_it():
    run = resume(Run(flow_of(pause("p", leaf("a"), on_pause=leaf("tell")))).settle(), "p")
    assert (run.state, run.leaves) == (RUNNING, ["p/tell"])
    assert run.finish("p/tell").leaves == ["p/a"]
    assert run.go().states == {"p": SUCCESS, "p/tell": SUCCESS, "p/a": SUCCESS}


def test_a_task_of_a_pause_may_be_tried_again_while_it_lasts():
    run = Run(flow_of(pause("p", on_pause=leaf("tell", retry=every(1, max_attempts=2))))).settle()
    run.finish("p/tell", FAILED).wait().finish("p/tell")
    assert (run.state, run.attempts_of("p/tell")) == (PAUSED, [FAILED, SUCCESS])


@pytest.mark.parametrize(("behavior", "state"), [("FAIL", FAILED), ("WARN", WARNING)])
def test_a_pause_does_not_end_in_time_before_its_task(behavior: str, state: State):
    run = Run(flow_of(pause_until("p", on_pause=leaf("tell"), behavior=behavior))).settle()
    assert run.agenda == {Work(Kind.RUN, "p/tell")}
    run.finish("p/tell")
    assert run.agenda == {Work(Kind.WAIT, "p")}
    assert run.wait().states == {"p": state, "p/tell": SUCCESS}


def test_a_pause_that_cancels_in_time_calls_off_its_task():
    run = Run(flow_of(pause_until("p", on_pause=leaf("tell"), behavior="CANCEL"))).settle().wait()
    assert run.states == {"p": CANCELLED, "p/tell": CANCELLED}
    assert (run.state, run.agenda) == (CANCELLED, set())


# -- loops that go round


def test_a_loop_goes_round_until_its_condition_holds():
    run = Run(flow_of(loop("l", leaf("a"), leaf("b"), rounds=3), leaf("c"))).go()
    assert run.order == ["l", *["l/a", "l/b"] * 3, "c"]
    assert run.run_of("l").iteration == 3
    assert run.now == NOON + 4 * SECOND


def test_a_loop_is_paused_between_its_rounds_and_keeps_the_last_one_only():
    run = Run(flow_of(loop("l", leaf("a", retry=every(1, max_attempts=3)), rounds=2))).settle()
    run.finish("l/a", FAILED).wait().finish("l/a")
    assert (run.state, run.states["l"]) == (PAUSED, PAUSED)
    assert run.attempts_of("l/a") == [FAILED, SUCCESS]
    run.wait()
    assert (run.state, run.attempts_of("l/a")) == (RUNNING, [RUNNING])
    assert run.history_of("l") == [PENDING, RUNNING]
    run.finish("l/a")
    assert (run.state, run.history_of("l")) == (SUCCESS, [PENDING, RUNNING, SUCCESS])
    assert run.history == [PENDING, RUNNING, State.RETRYING, RUNNING, PAUSED, RUNNING, SUCCESS]


def test_runs_know_the_round_that_they_belong_to():
    run = Run(flow_of(loop("l", flowable("Sequential", "s", leaf("a")), rounds=2))).settle()
    assert (run.run_of("l/s").iteration, run.run_of("l/s/a").iteration) == (1, None)
    run.finish("l/s/a").wait()
    assert (run.run_of("l/s").iteration, run.run_of("l/s").history[0].time) == (2, NOON + 2 * SECOND)


def test_every_attempt_tells_the_round_and_the_value_that_it_belongs_to():
    each = flowable("ForEach", "each", leaf("b", retry=every(1, max_attempts=2)), properties={"values": ["x"]})
    run = Run(flow_of(loop("l", leaf("a", retry=every(1, max_attempts=2)), rounds=1), each))
    started = run.go(failing_times(1, "a", "b")).events(TaskRunStarted)
    assert [(event.attempt_number, event.iteration) for event in started if event.task_path == "l/a"] == [
        (1, 1),
        (2, 1),
    ]
    assert [event.value for event in started if event.task_path.endswith("/b")] == ["x", "x"]


def test_each_round_begins_its_flowables_anew():
    each = flowable("ForEach", "each", leaf("a"), properties={"values": ["x", "y"], "concurrencyLimit": 0})
    run = Run(flow_of(loop("l", each, leaf("b"), rounds=2))).go()
    once = ["l/each", "l/each[value=x]/a", "l/each[value=y]/a", "l/b"]
    assert run.order == ["l", *once, *once]
    assert set(run.states.values()) == {SUCCESS}


def test_loops_nest_and_the_inner_one_counts_from_the_start_in_each_round():
    run = Run(flow_of(loop("outer", loop("inner", leaf("a"), rounds=2), rounds=2))).go()
    assert run.order == ["outer", *["outer/inner", "outer/inner/a", "outer/inner/a"] * 2]
    assert run.run_of("outer/inner").iteration == 2


def test_two_loops_go_round_side_by_side():
    run = Run(flow_of(flowable("Parallel", "p", loop("k", leaf("a"), rounds=3), loop("l", leaf("b"), rounds=2)))).go()
    assert (run.order.count("p/k/a"), run.order.count("p/l/b"), run.state) == (3, 2, SUCCESS)


@pytest.mark.parametrize("most", [1, 2])
def test_a_loop_goes_round_so_many_times_at_most(most: int):
    run = Run(flow_of(loop("l", leaf("a"), maxIterations=most))).go()
    assert (run.order.count("l/a"), run.state) == (most, SUCCESS)


def test_a_loop_goes_round_so_long_at_most():
    run = Run(flow_of(loop("l", leaf("a"), maxDuration="PT5S"))).go()
    assert (run.order.count("l/a"), run.state) == (4, SUCCESS)


@pytest.mark.parametrize(
    ("limit", "error"),
    [({"maxIterations": 2}, "Max iterations reached"), ({"maxDuration": "PT1S"}, "Max duration reached")],
)
def test_a_loop_that_reaches_its_limit_fails_where_it_is_told_to(limit: dict[str, object], error: str):
    task = replace(loop("l", leaf("a"), fails=True, **limit))
    run = Run(flow_of(replace(task, children={**task.children, "errors": (leaf("h"),)}))).go()
    assert run.order == ["l", "l/a", "l/a", "l/h"]
    assert (run.states["l"], run.run_of("l").error) == (FAILED, error)


@pytest.mark.parametrize(("kind", "interval"), [("LoopUntil", timedelta(minutes=1)), ("WaitFor", timedelta(seconds=1))])
def test_a_loop_without_an_interval_looks_again_after_that_of_its_name(kind, interval):
    task = flowable(kind, "l", leaf("a"), properties={"rounds": 2})
    assert Run(flow_of(task)).go().now == NOON + interval


def test_a_loop_under_its_old_name_goes_round_a_hundred_times_at_most():
    run = Run(flow_of(flowable("WaitFor", "l", leaf("a"), properties={"rounds": 1000}))).go()
    assert (run.states["l"], run.order.count("l/a")) == (SUCCESS, 100)


def test_a_failure_within_a_loop_ends_it():
    run = Run(flow_of(loop("l", leaf("a"), leaf("b")))).go(failing_times(1, "a"))
    assert (run.order, run.states) == (["l", "l/a"], {"l": FAILED, "l/a": FAILED})


def test_a_loop_whose_condition_cannot_be_rendered_fails_with_the_reason():
    run = Run(flow_of(loop("l", leaf("a")), leaf("b"))).settle()
    run.happen(TaskRunFinished(task_path="l/a", attempt_number=1, state=SUCCESS))
    assert run.agenda == {Work(Kind.TURN, "l")}
    run.happen(TaskRunTurned(task_path="l", state=FAILED, error="no such variable")).settle()
    assert (run.states, run.run_of("l").error) == ({"l": FAILED, "l/a": SUCCESS}, "no such variable")


def test_outputs_of_a_loop_are_those_of_its_last_turn():
    run = Run(flow_of(loop("l", leaf("a")))).settle()
    run.happen(TaskRunFinished(task_path="l/a", attempt_number=1, state=SUCCESS))
    round_two = Opened(iteration=2, paused=True, resume_time=NOON)
    run.happen(TaskRunOpened(task_path="l", opened=round_two, output_digest="2", outputs_json='{"iterationCount":2}'))
    assert run.run_of("l").outputs_json == '{"iterationCount":2}'
    run.wait().happen(TaskRunFinished(task_path="l/a", attempt_number=1, state=SUCCESS))
    run.happen(TaskRunTurned(task_path="l", state=SUCCESS, output_digest="3", outputs_json='{"iterationCount":3}'))
    assert run.settle().run_of("l").outputs_json == '{"iterationCount":3}'


def test_a_replayed_loop_counts_its_longest_duration_from_its_restart():
    turn = FLOWABLES[f"{FLOW}LoopUntil"].turn
    properties = {"condition": "false", "checkFrequency": {"maxDuration": "PT10S", "interval": "P9999999D"}}
    situation = Situation(properties=properties, now=NOON, start=NOON - 10 * SECOND, opened=Opened(iteration=7))
    assert turn(situation) == Opened(iteration=8, paused=True, resume_time=NEVER)
    assert turn(replace(situation, start=NOON - 11 * SECOND)).outputs == {"iterationCount": 8}


# -- executions that wait to begin


def test_a_queued_execution_does_nothing_until_it_is_let_in():
    run = Run(flow_of(leaf("a")))
    run.course.queue()
    assert run.course.follow() == [ExecutionQueued()]
    run.happen(ExecutionQueued()).settle()
    assert (run.state, run.agenda, run.course.follow()) == (State.QUEUED, set(), [])
    run.happen(ExecutionStarted())
    assert run.go().history == [PENDING, State.QUEUED, RUNNING, SUCCESS]


def test_a_scheduled_execution_begins_at_its_time():
    run = Run(flow_of(leaf("a")), created=replace(CREATED, schedule_time=NOON + 60 * SECOND)).settle()
    assert (run.state, run.agenda) == (PENDING, {Work(Kind.WAIT, "")})
    assert run.wait().leaves == ["a"]
    assert run.now == NOON + 60 * SECOND


def test_a_scheduled_execution_that_is_queued_is_let_in_by_nobody_but_the_queue():
    run = Run(flow_of(leaf("a")), created=replace(CREATED, schedule_time=NOON))
    run.course.queue()
    assert run.happen(*run.course.follow()).settle().agenda == set()
    assert run.state is State.QUEUED
