"""Replays that begin within loops, branches and other flowables, and at them."""

import json

from support.stage import Played, Stage, chain

EACH = """
  - id: each
    type: ForEach
    concurrencyLimit: {limit}
    values: [x, y, z]
    tasks:
      - {{id: load, type: Return, format: "load {{{{ taskrun.value }}}}"}}
      - {{id: store, type: Return, format: "{{{{ outputs.load[taskrun.value].value }}}} stored"}}
  - {{id: sum, type: Return, format: "{{{{ outputs.store.x.value }}}}, {{{{ outputs.store.z.value }}}}"}}
"""


async def test_one_value_of_a_loop_whose_values_run_beside_each_other(stage: Stage) -> None:
    """F9, F10: the rest of that value and what comes after the loop runs; other values are left alone."""
    await stage.put(EACH.format(limit=0))
    source = await stage.run()
    again = await stage.replay(source, "each[value=y]/load")

    assert again.ran == ["each[value=y]/load", "each[value=y]/store", "sum"]
    assert again.verdicts["each"] == "GOES_ON"
    assert again.verdicts["each[value=x]/load"] == again.verdicts["each[value=z]/store"] == "REUSED_BESIDE"
    assert again.outputs["sum"] == "load x stored, load z stored"


async def test_one_value_of_a_loop_that_takes_them_one_at_a_time(stage: Stage) -> None:
    """F9: earlier values are reused, later ones run again."""
    await stage.put(EACH.format(limit=1))
    source = await stage.run()
    again = await stage.replay(source, "each[value=y]/store")

    assert again.ran == ["each[value=y]/store", "each[value=z]/load", "each[value=z]/store", "sum"]
    assert again.verdicts["each[value=x]/store"] == "REUSED_UPSTREAM"
    assert again.verdicts["each[value=z]/load"] == "RERUN_DOWNSTREAM"


async def test_values_by_their_numbers_and_all_values_of_a_task(stage: Stage) -> None:
    """F9: `each[1,3]/store` counts values; `each/store` stands for all of them; `each[2]` for all tasks of a value."""
    await stage.put(EACH.format(limit=0))
    source = await stage.run()
    by_number = await stage.replay(source, "each[1,3]/store")
    of_all = await stage.replay(source, "each/store")
    whole = await stage.replay(source, "each[2]")

    assert sorted(by_number.ran) == ["each[value=x]/store", "each[value=z]/store", "sum"]
    assert sorted(of_all.ran) == [*(f"each[value={value}]/store" for value in "xyz"), "sum"]
    assert whole.ran == ["each[value=y]/load", "each[value=y]/store", "sum"]


async def test_a_loop_itself_takes_its_values_anew(stage: Stage) -> None:
    """F9: a replay that begins at the loop begins it again as a whole, with the values that it has now."""
    await stage.put("  - id: each\n    type: ForEach\n    values: [a, b]\n    tasks:\n" + _leaf("t", 6))
    source = await stage.run()
    await stage.put("  - id: each\n    type: ForEach\n    values: [b, c]\n    tasks:\n" + _leaf("t", 6))
    again = await stage.replay(source, "each", revision="latest")

    assert sorted(again.ran) == ["each[value=b]/t", "each[value=c]/t"]
    assert sorted(again.states) == ["each", "each[value=b]/t", "each[value=c]/t"]


async def test_a_place_within_loops_within_loops(stage: Stage) -> None:
    """F9: one value of the inner loop in one value of the outer."""
    await stage.put("""
  - id: outer
    type: ForEach
    concurrencyLimit: 0
    values: [a, b]
    tasks:
      - id: inner
        type: ForEach
        concurrencyLimit: 0
        values: [1, 2]
        tasks:
          - {id: t, type: Return, format: "{{ parent.taskrun.value }}{{ taskrun.value }}"}
""")
    source = await stage.run()
    again = await stage.replay(source, "outer[value=b]/inner[value=1]/t")

    assert again.ran == ["outer[value=b]/inner[value=1]/t"]
    assert len(again.reused) == 4  # the other leaves, and `inner` for a
    assert again.outputs["outer[value=b]/inner[value=1]/t"] == "b1"


async def test_a_branch_of_a_parallel(stage: Stage) -> None:
    """F10: the other branches are left alone."""
    await stage.put("""
  - id: par
    type: Parallel
    tasks:
      - {id: one, type: Return, format: one}
      - id: seq
        type: Sequential
        tasks:
          - {id: first, type: Return, format: first}
          - {id: second, type: Return, format: second}
  - {id: last, type: Return, format: last}
""")
    source = await stage.run()
    again = await stage.replay(source, "par/seq/second")

    assert again.ran == ["par/seq/second", "last"]
    assert again.reused == ["par/one", "par/seq/first"]
    assert again.verdicts["par"] == again.verdicts["par/seq"] == "GOES_ON"
    assert again.history_of("par") == [*source.history_of("par"), "RUNNING", "SUCCESS"]


async def test_a_dag_runs_again_what_depends_on_it_and_nothing_else(stage: Stage) -> None:
    """F10."""
    await stage.put("""
  - id: dag
    type: Dag
    tasks:
      - task: {id: a, type: Return, format: a}
      - task: {id: b, type: Return, format: b}
      - {task: {id: from_a, type: Return, format: from_a}, dependsOn: [a]}
      - {task: {id: from_b, type: Return, format: from_b}, dependsOn: [b]}
      - {task: {id: both, type: Return, format: both}, dependsOn: [from_a, from_b]}
""")
    source = await stage.run()
    again = await stage.replay(source, "dag/a")

    assert again.ran == ["dag/a", "dag/from_a", "dag/both"]
    assert again.reused == ["dag/b", "dag/from_b"]
    assert again.verdicts["dag/from_a"] == "RERUN_DOWNSTREAM"


IF = """
  - id: if
    type: If
    condition: "{{{{ {condition} }}}}"
    then: [{{id: taken, type: Return, format: taken}}]
    else: [{{id: other, type: Return, format: other}}]
"""


async def test_an_if_decides_anew_when_the_replay_begins_at_it(stage: Stage) -> None:
    """F11: Kestra keeps the branch that was taken."""
    await stage.put(IF.format(condition="true"))
    source = await stage.run()
    await stage.put(IF.format(condition="false"))
    again = await stage.replay(source, "if", revision="latest")

    assert again.states == {"if": "SUCCESS", "if/other": "SUCCESS"}
    assert again.ran == ["if/other"]


async def test_a_task_that_moved_into_the_branch_that_was_taken_runs(stage: Stage) -> None:
    """F11, F27: as a new task would."""
    branches = "  - id: if\n    type: If\n    condition: true\n    then: [{0}]\n    else: [{1}]\n"
    one, two, three = (f"{{id: {name}, type: Return, format: {name}}}" for name in ("one", "two", "three"))
    await stage.put(branches.format(one, f"{two}, {three}") + chain("z"))
    source = await stage.run()
    await stage.put(branches.format(f"{one}, {two}", three) + chain("z"))
    assert (await stage.replay(source, "z", revision="latest")).ran == ["if/two", "z"]


async def test_an_if_keeps_its_branch_when_the_replay_begins_within_it(stage: Stage) -> None:
    """F11."""
    await stage.put(IF.format(condition="true"))
    source = await stage.run()
    await stage.put(IF.format(condition="false"))
    again = await stage.replay(source, "if/taken", revision="latest")

    assert again.ran == ["if/taken"]
    assert again.verdicts == {"if": "GOES_ON", "if/taken": "RERUN_SELECTED", "if/other": "NOT_RUN"}


async def test_a_plan_does_not_foretell_another_branch(stage: Stage) -> None:
    """F11: what was taken comes after the decision; what may be taken instead is CONDITIONAL."""
    await stage.put(IF.format(condition="true"))
    source = await stage.run()
    plan = (await stage.replay(source, "if")).verdicts
    assert plan == {"if": "RERUN_SELECTED", "if/taken": "RERUN_DOWNSTREAM", "if/other": "CONDITIONAL"}


async def test_a_switch_decides_anew_when_the_replay_begins_at_it(stage: Stage) -> None:
    """F11."""
    flow = """
  - id: switch
    type: Switch
    value: {value}
    cases:
      one: [{{id: first, type: Return, format: first}}]
      two: [{{id: second, type: Return, format: second}}]
    defaults: [{{id: other, type: Return, format: other}}]
"""
    await stage.put(flow.format(value="one"))
    source = await stage.run()
    await stage.put(flow.format(value="two"))
    assert (await stage.replay(source, "switch")).ran == ["switch/first"]
    assert (await stage.replay(source, "switch", revision="latest")).ran == ["switch/second"]


async def test_a_working_directory_runs_again_as_a_whole(stage: Stage) -> None:
    """F12: its tasks share files, and those are gone."""
    await stage.put(
        chain("a") + "  - id: dir\n    type: WorkingDirectory\n    tasks:\n" + _leaf("w1", 6) + _leaf("w2", 6)
    )
    source = await stage.run()
    again = await stage.replay(source, "dir/w2")

    assert again.ran == ["dir/w1", "dir/w2"]
    assert again.verdicts == {
        "a": "REUSED_UPSTREAM",
        "dir": "RERUN_SELECTED",
        "dir/w1": "RERUN_DOWNSTREAM",
        "dir/w2": "RERUN_DOWNSTREAM",
    }


async def test_a_new_task_in_a_working_directory_lets_all_of_it_run(stage: Stage) -> None:
    """F12, F27: though the replay begins behind it."""
    directory = "  - id: dir\n    type: WorkingDirectory\n    tasks:\n" + _leaf("w1", 6)
    await stage.put(directory + chain("z"))
    source = await stage.run()
    await stage.put(directory + _leaf("w2", 6) + chain("z"))
    again = await stage.replay(source, "z", revision="latest")

    assert again.verdicts["dir"] == "RERUN_CHANGED"
    assert again.ran == ["dir/w1", "dir/w2", "z"]


async def test_a_failure_beside_what_runs_again_stays(stage: Stage) -> None:
    """F10: what comes after the Parallel does not run, as before."""
    leaf = "      - {id: fine, type: Return, format: fine}\n"
    await stage.put(
        f"  - id: par\n    type: Parallel\n    tasks:\n{leaf}      - {{id: bad, type: Fail}}\n" + chain("z")
    )
    source = await stage.run()
    again = await stage.replay(source, "par/fine")

    assert again.verdicts["par/bad"] == "KEPT_UNSUCCESSFUL"
    assert (again.state, again.ran) == ("FAILED", ["par/fine"])
    assert again.states == source.states


async def test_a_loop_that_goes_round_begins_anew(stage: Stage) -> None:
    """F12: its rounds and its clock are those of the replay."""
    await stage.put("""
  - id: until
    type: LoopUntil
    condition: "{{ outputs.round.value == '2' }}"
    checkFrequency: {interval: PT0S, maxIterations: 5}
    tasks:
      - {id: round, type: Return, format: "{{ taskrun.iteration }}"}
""")
    source = await stage.run()
    again = await stage.replay(source, "until")
    assert again.state == source.state
    assert len(again.ran) == len(source.ran) > 1


async def test_a_pause_that_the_replay_begins_at_pauses_again(stage: Stage) -> None:
    """F12: and one before the start does not."""
    await stage.put("  - {id: pause, type: Pause, pauseDuration: PT0.01S}\n" + chain("a"))
    source = await stage.run()
    at_pause = await stage.replay(source, "pause")
    after = await stage.replay(source, "a")

    assert at_pause.history_of("pause").count("PAUSED") == 2
    assert after.reused == ["pause"]
    assert after.history_of("pause") == source.history_of("pause")


async def test_an_allowed_failure_is_gone_into_again(stage: Stage) -> None:
    """F17."""
    await stage.put("""
  - id: lenient
    type: AllowFailure
    tasks:
      - {id: flaky, type: Return, format: "{{ taskrun.attemptsCount > 0 ? 'ok' : ko }}"}
  - {id: last, type: Return, format: last}
""")
    source = await stage.run()
    again = await stage.replay(source, "lenient/flaky")
    assert (source.state, again.state) == ("WARNING", "SUCCESS")
    assert again.history_of("lenient") == [*source.history_of("lenient"), "RUNNING", "SUCCESS"]


async def test_a_subflow_is_a_new_child_in_a_replay(stage: Stage) -> None:
    """F13: the old child stays as it is."""
    child = f"{stage.flow_id}_child"
    await stage.put(chain("inner"), flow_id=child)
    await stage.put(
        chain("a") + f"  - {{id: sub, type: Subflow, namespace: company.team, flowId: {child}, wait: true}}\n"
    )
    source = await stage.run()
    again = await stage.replay(source, "sub")

    [before, after] = [_child(played) for played in (source, again)]
    assert before != after
    assert (await stage.get(after)).ran == ["inner"]
    assert again.reused == ["a"]


def _child(played: Played) -> str:
    return str(json.loads(played.task_run("sub").outputs_json)["executionId"])


def _leaf(task_id: str, indent: int) -> str:
    return " " * indent + f"- {{id: {task_id}, type: Return, format: {task_id}}}\n"
