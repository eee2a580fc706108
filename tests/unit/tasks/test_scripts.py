"""Scripts as processes of this machine, each run for real."""

import json
import os
import shutil
import sys

import pytest

from dalsegno_tasks import Catalog, TaskFailure, build
from dalsegno_tasks.catalog import BUILT_IN

SCRIPTS = "io.kestra.plugin.scripts"
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="there is no node on this machine")


def task(task_type: str, **properties):
    return build(Catalog(BUILT_IN).find(task_type), properties)


def run(context, task_type: str, **properties):
    return task(task_type, **properties).run(context)


def shell(context, *commands: str, **properties):
    return run(context, f"{SCRIPTS}.shell.Commands", commands=list(commands), **properties)


def python(context, script: str, **properties):
    return run(context, f"{SCRIPTS}.python.Script", script=script, **properties)


def said(context, level: str) -> list[str]:
    return [message for found, message in context.log.lines if found == level]


def text_of(context, uri: str) -> str:
    return context.path(uri).read_text()


def test_commands_run_one_after_the_other_in_one_directory(context):
    outputs = shell(context, "echo one", "touch made", "ls; echo two; printf three")
    assert said(context, "INFO") == ["one", "made", "two", "three"]
    assert outputs == {
        "exitCode": 0,
        "vars": {},
        "stdOutLineCount": 4,
        "stdErrLineCount": 0,
        "outputFiles": {},
        "taskRunner": {"type": "io.kestra.plugin.core.runner.Process"},
    }


def test_a_script_is_given_whole(context):
    outputs = run(context, f"{SCRIPTS}.shell.Script", script="for i in 1 2\ndo\n  echo ride $i\ndone\n")
    assert (said(context, "INFO"), outputs["stdOutLineCount"]) == (["ride 1", "ride 2"], 2)


def test_what_is_written_on_stderr_is_logged_as_an_error_and_changes_no_state(context):
    outputs = shell(context, "echo careful >&2", warningOnStdErr=True)
    assert (said(context, "ERROR"), outputs["stdErrLineCount"], outputs["exitCode"]) == (["careful"], 1, 0)


def test_a_failing_command_fails_the_task_with_its_code_and_last_error(context):
    with pytest.raises(
        TaskFailure, match=r"^Command failed with exit code 3\. Its last line on stderr: no rides$"
    ) as no:
        shell(context, """echo '::{"outputs": {"rows": 2}}::'; echo no rides >&2; exit 3""")
    assert (no.value.outputs["exitCode"], no.value.outputs["vars"]) == (3, {"rows": 2})


def test_the_files_of_a_failing_script_are_kept(context):
    with pytest.raises(TaskFailure) as no:
        shell(context, "echo half > rides.csv; exit 1", outputFiles=["*.csv"])
    assert text_of(context, no.value.outputs["outputFiles"]["rides.csv"]) == "half\n"


def test_a_signal_that_ends_a_script_is_named(context):
    with pytest.raises(TaskFailure, match=r"^Command failed with exit code 137 \(SIGKILL\)\."):
        shell(context, "kill -9 $$")


def test_the_first_failure_ends_the_commands_unless_told_otherwise(context):
    with pytest.raises(TaskFailure, match="exit code 1"):
        shell(context, "false", "echo after")
    assert shell(context, "false", "echo after", failFast=False)["exitCode"] == 0
    assert said(context, "INFO") == ["after"]


def test_commands_before_come_first(context):
    shell(context, 'echo "then $DEPOT"', beforeCommands=["DEPOT=north", "echo first"])
    assert said(context, "INFO") == ["first", "then north"]
    with pytest.raises(TaskFailure):
        shell(context, "echo never", beforeCommands=["false"])
    assert "never" not in said(context, "INFO")


def test_the_environment_is_the_workers_with_what_is_given(context, monkeypatch):
    monkeypatch.setenv("FROM_WORKER", "w")
    shell(context, 'echo "$FROM_WORKER $DEPOT $COUNT $WORKING_DIR"', env={"DEPOT": "no$rth 'x'", "COUNT": 3})
    assert said(context, "INFO") == [f"w no$rth 'x' 3 {context.work_directory}"]


def test_the_environment_may_be_json(context):
    shell(context, "echo $A", env='{"A": "b"}')
    assert said(context, "INFO") == ["b"]


def test_the_interpreter_can_be_chosen_and_one_that_is_absent_is_named(context):
    shell(context, "print('from python')", interpreter=[sys.executable, "-c"], failFast=False)
    assert said(context, "INFO") == ["from python"]
    with pytest.raises(TaskFailure, match=r"'/no/such/shell' is not on this machine.*`interpreter`"):
        shell(context, "true", interpreter=["/no/such/shell", "-c"])


def test_input_files_are_texts_or_stored_files(context):
    stored = context.store("rides.csv", b"a,b\n\xff\n")
    shell(context, "cat note.txt; wc -c < in/rides.csv", inputFiles={"note.txt": "hello\n", "in/rides.csv": stored})
    assert [line.strip() for line in said(context, "INFO")] == ["hello", "6"]


def test_input_files_may_be_json(context):
    shell(context, "cat a.txt", inputFiles=json.dumps({"a.txt": "from json"}))
    assert said(context, "INFO") == ["from json"]


@pytest.mark.parametrize("name", ["../a", "/etc/a", "a/../../b"])
def test_input_files_stay_in_the_directory(context, name):
    with pytest.raises(TaskFailure, match="relative path without"):
        shell(context, "true", inputFiles={name: "x"})


def test_output_files_are_taken_by_pattern(context):
    outputs = shell(
        context, "mkdir -p out/deep", "echo 1 > out/a.csv; echo 2 > out/deep/b.csv; echo 3 > c.txt",
        outputFiles=["out/**.csv", "c.txt"],
    )  # fmt: skip
    assert {name: text_of(context, uri) for name, uri in outputs["outputFiles"].items()} == {
        "out/a.csv": "1\n",
        "out/deep/b.csv": "2\n",
        "c.txt": "3\n",
    }


def test_the_file_of_a_script_is_no_output(context):
    assert python(context, "open('made', 'w')", outputFiles=["**"])["outputFiles"].keys() == {"made"}


def test_a_stored_file_in_a_command_becomes_a_local_one(context):
    stored = context.store("rides.csv", "a,b\n")
    shell(context, f"cat {stored}", f"cat '{stored}'")
    assert said(context, "INFO") == ["a,b", "a,b"]
    python(context, f"print(open('{stored}').read().upper(), end='')")
    assert said(context, "INFO")[-1] == "A,B"


def test_a_stored_file_that_is_not_there_fails_before_anything_runs(context):
    with pytest.raises(TaskFailure, match="There is no file"):
        shell(context, "echo ran; cat dalsegno:///test/none.csv")
    assert said(context, "INFO") == []


def test_outputs_metrics_and_log_lines_are_said_in_lines_of_their_own(context):
    outputs = shell(
        context,
        """echo '::{"outputs": {"rows": 3, "names": ["a"]}}::'""",
        """echo '::{"outputs": {"rows": 4}, "metrics": [{"name": "n", "type": "counter", "value": 2}]}::'""",
        """echo '::{"metrics": [{"name": "n", "type": "counter", "value": 1}]}::' >&2""",
        """echo '::{"logs": [{"level": "WARN", "message": "watch out"}]}::'""",
        """echo 'see ::{"outputs": {"x": 1}}::'""",
    )
    assert outputs["vars"] == {"rows": 4, "names": ["a"]}
    assert (outputs["stdOutLineCount"], outputs["stdErrLineCount"]) == (4, 1)
    assert context.metrics == {"n": 3}
    assert context.warnings() == ["watch out"]
    assert said(context, "INFO") == ['see ::{"outputs": {"x": 1}}::']


@pytest.mark.parametrize(
    "line",
    ["::{no json}::", '::{"outputs": [1]}::', '::{"metrics": [{"name": "n"}]}::', '::{"metrics": [7]}::',
     '::{"logs": [{"level": "LOUD", "message": "x"}]}::', '::{"outputs": {"x": NaN}}::', "::{" + '"a":{' * 9999 + "}::",
     '::{"metrics": [{"name": "n", "value": true}]}::'],
)  # fmt: skip
def test_rubbish_in_such_lines_is_a_warning(context, line):
    outputs = run(context, f"{SCRIPTS}.shell.Script", script="cat said", inputFiles={"said": line})
    assert (outputs["exitCode"], outputs["vars"], len(context.warnings()), context.metrics) == (0, {}, 1, {})


def test_bytes_that_are_no_text_and_very_long_lines_are_logged(context):
    outputs = run(
        context,
        f"{SCRIPTS}.python.Script",
        script="import sys; sys.stdout.buffer.write(b'\\xff\\x00 a\\r\\nb\\rc\\n'); print('x' * 3_000_000)",
    )
    lines = said(context, "INFO")
    assert (lines[:3], outputs["stdOutLineCount"]) == (["\ufffd\ufffd a", "b", "c"], 4)
    assert "".join(lines[3:]) == "x" * 3_000_000


def test_a_script_longer_than_an_argument_can_be_runs(context):
    shell(context, ": " + "x" * 200_000, "echo done", outputFiles=["**"])
    assert said(context, "INFO") == ["done"]


def test_a_script_reads_nothing_from_its_worker(context):
    shell(context, "cat; echo end")
    assert said(context, "INFO") == ["end"]


def test_an_image_says_nothing_to_a_process_and_is_warned_of(context):
    shell(context, "echo here", containerImage="ubuntu:24.04")
    assert said(context, "INFO") == ["here"]
    (warning,) = context.warnings()
    assert warning.startswith("`containerImage` is ubuntu:24.04, and says nothing here")


def test_an_image_beside_an_explicit_process_runner_is_warned_of_too(context):
    shell(context, "true", containerImage="x", taskRunner={"type": "io.kestra.plugin.core.runner.Process"})
    assert len(context.warnings()) == 1


def test_an_unknown_runner_is_refused_with_those_there_are(context):
    with pytest.raises(TaskFailure, match=r"no runner `io.kestra.plugin.ee.aws.runner.Batch` here.*runner.Process"):
        shell(context, "true", taskRunner={"type": "io.kestra.plugin.ee.aws.runner.Batch"})


def test_the_output_directory_of_old_flows_is_taken_whole(context):
    outputs = shell(context, "echo 1 > $OUTPUT_DIR/a.csv", outputDirectory=True)
    assert text_of(context, outputs["outputFiles"]["a.csv"]) == "1\n"
    outputs = shell(context, "mkdir $OUTPUT_DIR/b; echo 2 > $OUTPUT_DIR/b/c", runner="PROCESS")
    assert set(outputs["outputFiles"]) == {"a.csv", "b/c"}


def test_python_gives_outputs_metrics_and_log_lines_with_its_helper(context):
    outputs = python(
        context,
        "from kestra import Kestra\n"
        "Kestra.outputs({'rows': 3})\nKestra.counter('n', 2, {'a': 'b'})\nKestra.timer('t', 1.5)\n"
        "Kestra.timer('f', lambda: None)\nKestra.logger().warning('careful %s', 'now')\n",
    )
    assert outputs["vars"] == {"rows": 3}
    assert (context.metrics["n"], context.metrics["t"], "f" in context.metrics) == (2, 1.5, True)
    assert context.warnings() == ["careful now"]


def test_an_installed_helper_goes_before_ours(context):
    (context.work_directory / "site").mkdir()
    outputs = python(
        context,
        "import sys; sys.path.append('site')\nfrom kestra import Kestra\nprint(Kestra)",
        inputFiles={"site/kestra/__init__.py": "from kestra.own import Kestra", "site/kestra/own.py": "Kestra = 'own'"},
    )
    assert (said(context, "INFO"), outputs["exitCode"]) == (["own"], 0)


def test_python_finds_the_files_beside_it(context):
    python(context, "import depot; print(depot.NAME)", inputFiles={"depot.py": "NAME = 'north'"})
    run(context, f"{SCRIPTS}.python.Commands", commands=["python main.py"], inputFiles={"main.py": "print('main')"})
    assert said(context, "INFO") == ["north", "main"]


def test_the_paths_of_a_script_are_kept_beside_ours(context):
    (context.work_directory / "mine").mkdir()
    (context.work_directory / "mine" / "own.py").write_text("X = 1")
    python(context, "import own, kestra; print(own.X)", env={"PYTHONPATH": str(context.work_directory / "mine")})
    assert said(context, "INFO") == ["1"]


def test_an_error_of_python_ends_in_its_last_line(context):
    with pytest.raises(TaskFailure, match=r"exit code 1\. Its last line on stderr: ValueError: no rides"):
        python(context, "raise ValueError('no rides')")


def test_lines_come_while_the_script_runs(context, tmp_path):
    fifo = tmp_path / "go"
    os.mkfifo(fifo)
    release = context.log.info

    def first(message: str) -> None:
        release(message)
        if message == "ready":
            fifo.write_text("go")

    context.log.info = first
    python(context, f"print('ready'); print(open({str(fifo)!r}).read())")
    assert said(context, "INFO") == ["ready", "go"]


@needs_node
def test_node_runs_scripts_and_commands_with_its_helper(context):
    outputs = run(
        context,
        f"{SCRIPTS}.node.Script",
        script="const K = require('@kestra-io/libs'); K.outputs({rows: 3}); K.counter('n', 2); console.log('hi')",
    )
    assert (outputs["vars"], context.metrics["n"], said(context, "INFO")) == ({"rows": 3}, 2, ["hi"])
    run(
        context,
        f"{SCRIPTS}.node.Commands",
        commands=["node main.js"],
        inputFiles={"main.js": "console.error('x')"},
    )
    assert said(context, "ERROR") == ["x"]


OLD = "io.kestra.core.tasks.scripts"


def test_the_old_bash_task_has_its_old_properties(context):
    outputs = run(
        context,
        f"{OLD}.Bash",
        commands=["false", 'echo 1 > "$WORKING_DIR/a.csv"', "echo 2 > d/x"],
        exitOnFailed=False,
        interpreter="/bin/sh",
        interpreterArgs=["-c"],
        outputFiles=["a.csv"],
        outputDirs=["d"],
    )
    assert {name: text_of(context, uri) for name, uri in outputs["outputFiles"].items()} == {
        "a.csv": "1\n",
        "d/x": "2\n",
    }
    assert outputs["files"] == outputs["outputFiles"]


def test_the_old_bash_task_ends_at_the_first_failure(context):
    with pytest.raises(TaskFailure, match="exit code 1"):
        run(context, f"{OLD}.Bash", commands=["false", "echo after"])


def test_the_old_python_task_runs_its_main_file_in_a_bin_of_its_own(context):
    outputs = run(
        context,
        f"{OLD}.Python",
        inputFiles={"main.py": "from kestra import Kestra; Kestra.outputs({'a': 1})"},
        outputFiles=["**"],
    )
    assert outputs["vars"] == {"a": 1}
    assert "bin/python" not in outputs["outputFiles"]


@needs_node
def test_the_old_node_task_runs_its_main_file(context):
    run(context, f"{OLD}.Node", inputFiles={"main.js": "console.log(1 + 1)"})
    assert said(context, "INFO") == ["2"]
