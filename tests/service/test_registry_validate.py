"""ValidateFlow: what is told of a source, and that nothing is saved."""

from pathlib import Path

from dalsegno.api.registry.v1 import registry_pb2 as pb
from dalsegno_registry.adapters.task_types import InstalledTaskTypes
from dalsegno_registry.adapters.templates import engine_check
from dalsegno_registry.validation import Validator
from dalsegno_tasks.catalog import Catalog
from support.registry import flow_source, refusal_of, running_registry, told

BICYCLES = """\
id: bicycles
namespace: company.team
variables:
  month: "{{ execution.startDate | dateAdd(-3, 'MONTHS') | date('yyyyMM') }}"
tasks:
  - id: fetch
    type: io.kestra.plugin.core.http.Download
    uri: "https://example.com/{{ render(vars.month) }}.zip"
  - id: unzip
    type: io.kestra.plugin.compress.ArchiveDecompress
    algorithm: ZIP
    from: "{{ outputs.fetch.uri }}"
  - id: convert
    type: io.kestra.plugin.serdes.csv.CsvToIon
    from: "{{outputs.unzip.files[render(vars.month) ~ '.csv']}}"
  - id: pack
    type: io.kestra.plugin.serdes.parquet.IonToParquet
    from: "{{ outputs.convert.uri }}"
    datetimeFormat: "yyyy-MM-dd HH:mm:ss.SSS"
    schema: |
      {"type": "record", "name": "Ride", "fields": [{"name": "end_lat", "type": ["null", "double"], "default": null}]}
"""


async def problems_of(folder: Path, source: str) -> list[tuple[int, int, str, str]]:
    async with running_registry(folder) as registry:
        answer = await registry.ValidateFlow(pb.ValidateFlowRequest(source=source))
        assert list((await registry.ListFlows(pb.ListFlowsRequest())).flows) == []
    return [
        (problem.line, problem.column, problem.path, f"{pb.Severity.Name(problem.severity)[9:]} {problem.message}")
        for problem in answer.problems
    ]


async def test_a_good_flow_has_no_problems_and_is_not_saved(tmp_path: Path):
    assert await problems_of(tmp_path, flow_source()) == []


def test_a_flow_of_the_built_in_task_types_has_no_problems():
    validator = Validator(task_types=InstalledTaskTypes(Catalog.installed()), check_template=engine_check())
    assert validator.examine(BICYCLES).problems == ()


async def test_an_unknown_task_type_is_an_error_with_the_nearest_one(tmp_path: Path):
    assert await problems_of(tmp_path, flow_source().replace("test.Say", "test.Sey")) == [
        (5, 5, "tasks[0].type", "ERROR There is no task type `test.Sey`; did you mean `test.Say`?")
    ]


async def test_an_old_name_of_a_task_type_is_a_warning_with_the_new_one(tmp_path: Path):
    assert await problems_of(tmp_path, flow_source().replace("test.Say", "test.old.Tell")) == [
        (5, 5, "tasks[0].type", "WARNING `test.old.Tell` is an old name of this task type. Write `test.Say`.")
    ]


async def test_a_property_that_does_not_fit_its_type_is_an_error(tmp_path: Path):
    problems = await problems_of(tmp_path, flow_source() + "    times: many\n")
    assert [(line, column, path) for line, column, path, _ in problems] == [(7, 5, "tasks[0].times")]
    assert problems[0][3].startswith("ERROR The property `times` cannot be 'many'")


async def test_a_property_that_is_a_template_is_let_through(tmp_path: Path):
    assert await problems_of(tmp_path, flow_source() + '    times: "{{ vars.times }}"\n') == []


async def test_a_missing_and_an_unknown_property_are_errors(tmp_path: Path):
    assert await problems_of(tmp_path, flow_source().replace("message", "mesage")) == [
        (4, 5, "tasks[0].message", "ERROR The property `message` is required."),
        (6, 5, "tasks[0].mesage", "ERROR Unknown property `mesage`; did you mean `message`?"),
    ]


async def test_a_refused_common_property_is_told_once(tmp_path: Path):
    assert await problems_of(tmp_path, flow_source() + "    assets: {}\n") == [
        (7, 5, "tasks[0].assets", "ERROR `assets` is not supported by this version of Dal Segno. Remove it.")
    ]


async def test_a_template_that_does_not_parse_is_a_warning_wherever_it_stands(tmp_path: Path):
    source = 'variables:\n  a: {b: ["{{ x", "{{ y }}"]}\n' + flow_source('"{{ a | }}"')
    problems = await problems_of(tmp_path, source)
    assert [(line, path) for line, _, path, _ in problems] == [(2, "variables.a.b[0]"), (8, "tasks[0].message")]
    assert [message.startswith("WARNING This template cannot be read: ") for *_, message in problems] == [True, True]


async def test_braces_that_are_no_template_are_let_through(tmp_path: Path):
    assert await problems_of(tmp_path, flow_source("""'{"a": {"b": 1}}'""")) == []


async def test_a_description_is_no_template(tmp_path: Path):
    assert await problems_of(tmp_path, 'description: "{{ a | }}"\n' + flow_source()) == []


async def test_problems_of_all_kinds_are_told_at_once_in_the_order_of_the_source(tmp_path: Path):
    source = """\
id: a b
variables: {x: "{{ a | }}"}
tasks:
  - id: one
    type: test.Sey
  - id: one
    type: test.old.Tell
    message: [5]
trigers: []
"""
    assert [(line, path) for line, _, path, _ in await problems_of(tmp_path, source)] == [
        (1, "namespace"),
        (1, "id"),
        (2, "variables.x"),
        (5, "tasks[0].type"),
        (6, "tasks[1].id"),
        (7, "tasks[1].type"),
        (8, "tasks[1].message"),
        (9, "trigers"),
    ]


async def test_what_is_no_yaml_is_one_problem(tmp_path: Path):
    assert await problems_of(tmp_path, "id: 'a\n") == [(1, 5, "", "ERROR A quote is opened here and never closed.")]


async def test_an_empty_source_is_a_problem(tmp_path: Path):
    assert [line for line, *_ in await problems_of(tmp_path, "")] == [1]


async def test_a_source_of_over_one_mebibyte_is_refused(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        largest = await registry.ValidateFlow(pb.ValidateFlowRequest(source="#" * 1024 * 1024))
        refusal = await refusal_of(registry.ValidateFlow(pb.ValidateFlowRequest(source="#" * (1024 * 1024 + 1))))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": "source"})
    assert refusal.message == "The source has 1048577 bytes; a flow may have 1048576."
    assert len(largest.problems) == 1
