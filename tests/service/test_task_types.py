"""ListTaskTypes and GetTaskSchema: what can be asked of the task types."""

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest

from dalsegno import Client
from dalsegno.api.registry.v1 import registry_pb2 as pb
from dalsegno.cli import main
from dalsegno_tasks import Outputs, Task, TaskContext
from support.registry import Say, refusal_of, running_registry, told
from support.stack import Stack

LOG = "io.kestra.plugin.core.log.Log"


class Tell(Task):
    """Tells twice.

    At length.
    """

    type_name = "test.Tell"
    outputs_properties: ClassVar[dict[str, Any]] = {"told": {"type": "integer"}}
    examples: ClassVar[tuple[str, ...]] = ("id: a\n",)

    text: str
    times: int = 2

    def run(self, context: TaskContext) -> Outputs:
        context.log.info(self.text)
        return {"told": self.times}


async def names(registry: Any, **request: Any) -> tuple[list[str], str]:
    page = await registry.ListTaskTypes(pb.ListTaskTypesRequest(**request))
    return [each.type for each in page.task_types], page.next_page_token


async def test_types_are_listed_by_name_in_pages(tmp_path: Path) -> None:
    async with running_registry(tmp_path, (Tell, Say)) as registry:
        first, token = await names(registry, page_size=1)
        assert (first, await names(registry, page_size=1, page_token=token)) == (["test.Say"], (["test.Tell"], ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ["test.Say", "test.Tell"]), ("TWICE", ["test.Tell"]), ("old.", ["test.Say"]), ("nothing like it", [])],
)
async def test_a_text_is_looked_for_in_names_old_names_and_titles(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    async with running_registry(tmp_path, (Tell, Say)) as registry:
        assert await names(registry, text=text) == (expected, "")


async def test_the_reference_of_a_type_follows_from_its_class(tmp_path: Path) -> None:
    async with running_registry(tmp_path, (Tell,)) as registry:
        found = await registry.GetTaskSchema(pb.GetTaskSchemaRequest(type="test.Tell"))
    assert (found.task_type.title, found.description, found.examples) == ("Tells twice.", "At length.", ["id: a\n"])
    schema = json.loads(found.properties_schema_json)
    assert schema["required"] == ["id", "type", "text"]
    assert schema["properties"]["text"] == {"title": "Text", "type": "string"}
    assert schema["properties"]["times"] == {
        "title": "Times",
        "default": 2,
        "anyOf": [{"type": "integer"}, {"$ref": "#/$defs/Template"}],
    }
    assert json.loads(found.outputs_schema_json)["properties"] == {"told": {"type": "integer"}}


async def test_a_type_is_found_by_an_old_name(tmp_path: Path) -> None:
    async with running_registry(tmp_path) as registry:
        found = await registry.GetTaskSchema(pb.GetTaskSchemaRequest(type="test.old.Tell"))
    assert (found.task_type.type, found.task_type.old_names) == ("test.Say", ["test.old.Tell"])
    assert found.outputs_schema_json == ""


async def test_a_type_that_is_none_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    async with running_registry(tmp_path) as registry:
        refusal = await refusal_of(registry.GetTaskSchema(pb.GetTaskSchemaRequest(type="test.Sey")))
    assert told(refusal) == ("NOT_FOUND", "TASK_TYPE_NOT_FOUND", {"type": "test.Sey"})
    assert refusal.message == (
        "There is no task type `test.Sey`; did you mean `test.Say`? List the task types to see all."
    )


@pytest.mark.parametrize("name", ["", "x" * 201])
async def test_a_name_that_cannot_be_one_is_refused(tmp_path: Path, name: str) -> None:
    async with running_registry(tmp_path) as registry:
        refusal = await refusal_of(registry.GetTaskSchema(pb.GetTaskSchemaRequest(type=name)))
        assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": "type"})


async def test_a_text_or_a_token_that_cannot_be_one_is_refused(tmp_path: Path) -> None:
    async with running_registry(tmp_path) as registry:
        long = await refusal_of(registry.ListTaskTypes(pb.ListTaskTypesRequest(text="x" * 201)))
        rubbish = await refusal_of(registry.ListTaskTypes(pb.ListTaskTypesRequest(page_token="x")))
    assert (told(long)[1:], told(rubbish)[1]) == (("INVALID_FIELD", {"field": "text"}), "INVALID_PAGE_TOKEN")


def test_the_schema_of_a_flowable_has_its_tasks_and_what_all_tasks_have(client: Client) -> None:
    found = client.task_types.get("io.kestra.core.tasks.flows.Switch")
    schema = json.loads(found.properties_schema_json)
    assert found.task_type.flowable
    assert schema["required"] == ["id", "type", "value"]
    assert schema["properties"].keys() >= {"value", "cases", "defaults", "errors", "finally", "runIf", "timeout"}
    assert schema["properties"]["cases"]["additionalProperties"]["type"] == "array"


def test_every_type_of_the_catalogue_has_a_title_and_a_schema(client: Client) -> None:
    types = list(client.task_types.list(page_size=20))
    assert len(types) > 80
    for each in types:
        found = client.task_types.get(each.type)
        assert each.title.endswith("."), each.type
        assert json.loads(found.properties_schema_json)["properties"].keys() > {"id", "type"}


@pytest.fixture
def registry_address(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALSEGNO_REGISTRY", stack.registry)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.mark.usefixtures("registry_address")
def test_the_command_line_lists_types_and_shows_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["task-type", "list", "core.log"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == ["type", "io.kestra.plugin.core.log.Fetch", LOG]

    assert main(["task-type", "get", "io.kestra.core.tasks.log.Log"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{LOG}\n")
    assert "Old names: io.kestra.core.tasks.log.Log" in shown

    assert main(["task-type", "get", LOG, "-o", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["task_type"]["type"] == LOG


@pytest.mark.usefixtures("registry_address")
def test_the_command_line_says_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["task-type", "get", "core.log.Lug"]) == 2
    assert "There is no task type `core.log.Lug`" in capsys.readouterr().err
    assert main(["task-type", "list", "nothing like it"]) == 0
    assert "No task type has 'nothing like it'" in capsys.readouterr().err
