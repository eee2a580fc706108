"""A package of somebody else's adds task types; a broken one is told and left out, and stops nothing."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dalsegno import Client
from support.flows import flow, run, state_name, states
from support.plugins import install_plugin
from support.stack import Stack

PACKAGE = Path(__file__).parents[1] / "plugins" / "greetings"
CLASS = """
from dalsegno_tasks import Task
class {name}(Task):
    type_name = "{type}"
    {field}
    def run(self, context):
        return {{"value": "of {name}"}}
TASKS = [{name}]
"""
BROKEN = {
    "a_raises": "raise RuntimeError('no licence found')",
    "b_exits": "import sys; sys.exit(3)",
    "c_lacks": "import no_such_library",
    "d_takes_a_built_in_name": CLASS.format(name="Mine", type="io.kestra.plugin.core.log.Log", field=""),
    "e_first": CLASS.format(name="First", type="com.example.Twice", field=""),
    "f_second": CLASS.format(name="Second", type="com.example.Twice", field=""),
    "g_has_no_model": CLASS.format(name="Odd", type="com.example.Odd", field="file: 'NoSuchKind'"),
    "h_has_no_name": CLASS.format(name="Nameless", type="", field=""),
    "h_has_odd_aliases": CLASS.format(name="Alias", type="com.example.Alias", field="aliases = 7"),
    "h_has_odd_outputs": CLASS.format(name="Outs", type="com.example.Outs", field="outputs_properties = [object]"),
    "i_is_no_task": "TASKS = [dict, 7, 'j:k', 'h_has_no_name']",
    "j_is_no_list": "TASKS = 7",
}


@pytest.fixture(scope="module")
def stack_with_plugins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Services that find the example package, built and installed, among broken ones."""
    folder = tmp_path_factory.mktemp("site")
    copied = shutil.copytree(PACKAGE, tmp_path_factory.mktemp("package") / "greetings")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--no-deps", "--target", str(folder), str(copied)], capture_output=True, text=True, check=False
    )
    if "satisfies the requirement hatchling" in done.stderr:
        pytest.skip(f"hatchling, which builds the package, cannot be fetched: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr
    for name, module in BROKEN.items():
        install_plugin(folder, name, module)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        stack = Stack(tmp_path_factory.mktemp("plugins")).start()
    yield stack
    stack.end()


@pytest.fixture
def client(stack_with_plugins: Stack) -> Iterator[Client]:
    with stack_with_plugins.client() as client:
        yield client


def test_a_flow_uses_the_types_of_an_installed_package(client: Client) -> None:
    tasks = """\
  - {id: greet, type: com.example.greetings.Greet, name: Ada, times: 2}
  - {id: write, type: io.kestra.plugin.core.storage.Write, content: "{{ outputs.greet.value }}"}
  - {id: count, type: com.example.greetings.CountLetters, from: "{{ outputs.write.uri }}"}
"""
    ended = run(client, flow("greetings", tasks), "greetings")

    assert states(ended) == dict.fromkeys(("greet", "write", "count"), "SUCCESS")
    assert client.outputs.get(ended.execution_id, "greet") == {"value": "Hello Ada! Hello Ada!"}
    counted = client.outputs.get(ended.execution_id, "count")
    assert counted["count"] == 16
    assert b"".join(client.files.read(counted["uri"])) == "\n".join("HelloAdaHelloAda").encode()


def test_its_properties_are_checked_when_a_flow_is_saved(client: Client) -> None:
    tasks = "  - {id: greet, type: com.example.greetings.Greet, nam: Ada, times: 0}\n"
    problems = client.flows.validate(flow("greetings", tasks))
    assert sorted((problem.path, problem.message.partition(":")[0]) for problem in problems) == [
        ("tasks[0].nam", "Unknown property `nam`; did you mean `name`?"),
        ("tasks[0].name", "The property `name` is required."),
        ("tasks[0].times", "The property `times` cannot be 0"),
    ]


def test_its_failure_is_told_as_it_says_it(client: Client) -> None:
    ended = run(client, flow("blank", "  - {id: greet, type: com.example.Hello, name: ' '}\n"), "blank")
    assert state_name(ended.state) == "FAILED"
    assert ended.task_runs[0].attempts[-1].error == "Nobody can be greeted: `name` is blank. Give a name."


def test_its_types_are_in_the_catalogue(client: Client) -> None:
    found = client.task_types.get("com.example.greetings.Greet")
    assert (found.task_type.plugin, found.task_type.title) == ("greetings", "Greets somebody.")
    assert client.flows.validate(found.examples[0]) == []


def test_what_is_broken_is_told_each_by_its_plugin(client: Client) -> None:
    told = [(fault.plugin, fault.message) for fault in client.task_types.faults()]
    expected = [
        ("a_raises", "no licence found"),
        ("b_exits", "SystemExit: 3"),
        ("c_lacks", "No module named 'no_such_library'"),
        ("d_takes_a_built_in_name", "`io.kestra.plugin.core.log.Log` is claimed by"),
        ("f_second", "`com.example.Twice` is claimed by e_first:First and by f_second:Second"),
        ("g_has_no_model", "its properties are no valid model"),
        ("h_has_no_name", "must be a name such as com.example.Shout"),
        ("h_has_odd_aliases", "each of its `aliases`"),
        ("h_has_odd_outputs", "must be JSON Schemas by name"),
        ("i_is_no_task", "<class 'dict'>"),
        ("i_is_no_task", "7"),
        ("i_is_no_task", "'j:k' cannot be imported"),
        ("i_is_no_task", "'h_has_no_name' cannot be imported"),
        ("j_is_no_list", "no list of task types but int"),
    ]
    assert sorted(plugin for plugin, _ in told) == [plugin for plugin, _ in expected]
    missing = [
        part for plugin, part in expected if not any(each == plugin and part in message for each, message in told)
    ]
    assert missing == []


def test_the_registry_writes_it_to_its_log(stack_with_plugins: Stack) -> None:
    assert "The plugin 'a_raises' announces" in stack_with_plugins.registry_service.log.read_text()


def test_the_types_beside_broken_ones_run(client: Client) -> None:
    tasks = """\
  - {id: log, type: io.kestra.plugin.core.log.Log, message: hi}
  - {id: first, type: com.example.Twice}
"""
    ended = run(client, flow("beside", tasks), "beside")
    assert states(ended) == {"log": "SUCCESS", "first": "SUCCESS"}
    assert client.outputs.get(ended.execution_id, "first") == {"value": "of First"}


def test_a_flow_of_a_type_that_was_left_out_is_refused_with_the_reason(client: Client) -> None:
    (problem,) = client.flows.validate(flow("odd", "  - {id: a, type: com.example.Odd}\n"))
    assert "There is no task type `com.example.Odd`" in problem.message
    assert "The plugin 'g_has_no_model' announces" in problem.message
