import pytest

from dalsegno_tasks import PropertyProblem, TaskFailure, build, check_properties, schema
from dalsegno_tasks.compress.archive_decompress import ArchiveDecompress
from dalsegno_tasks.flow.loops import ForEach
from dalsegno_tasks.flow.subflows import Subflow
from dalsegno_tasks.http.download import Download
from dalsegno_tasks.log.log import Log
from dalsegno_tasks.serdes.csv_to_ion import CsvToIon
from dalsegno_tasks.serdes.ion_to_avro import IonToAvro
from dalsegno_tasks.serdes.ion_to_parquet import IonToParquet


def messages(task_class, **properties) -> list[str]:
    return [problem.message for problem in check_properties(task_class, properties)]


def test_right_properties_have_no_problems():
    assert check_properties(CsvToIon, {"from": "{{ outputs.unzip.files['a.csv'] }}", "skipRows": 2}) == []


def test_a_missing_property_is_named():
    assert check_properties(CsvToIon, {}) == [
        PropertyProblem(path=("from",), message="The property `from` is required.")
    ]


def test_an_unknown_property_suggests_the_one_that_was_meant():
    assert check_properties(CsvToIon, {"from": "x", "skipRow": 1}) == [
        PropertyProblem(
            path=("skipRow",), message="Unknown property `skipRow`; did you mean `skipRows`?", instead="skipRows"
        )
    ]


def test_an_unknown_property_that_resembles_none_is_said_to_be_none():
    assert messages(Log, message="x", zebra=1) == ["Unknown property `zebra`; Log has no such property."]


def test_an_unknown_property_is_a_problem_even_when_its_value_is_a_template():
    problems = check_properties(Download, {"uri": "http://a/b", "saveAss": "{{ outputs.a.value }}"})
    assert [(problem.path, problem.message) for problem in problems] == [
        (("saveAss",), "Unknown property `saveAss`; did you mean `saveAs`?"),
    ]


def test_an_unknown_option_is_refused_by_its_path():
    found = check_properties(Download, {"uri": "http://x", "options": {"followRedirect": False, "zebra": ["X"]}})
    assert found == [
        PropertyProblem(
            path=("options", "followRedirect"),
            message="Unknown property `options.followRedirect`; did you mean `followRedirects`?",
            instead="followRedirects",
        ),
        PropertyProblem(
            path=("options", "zebra"), message="Unknown property `options.zebra`; Download has no such property."
        ),
    ]


def test_a_template_passes_for_a_value_of_any_type():
    assert (
        messages(CsvToIon, **{"from": "{{ x }}", "header": "{{ inputs.h }}", "skipRows": "{% if a %}1{% endif %}"})
        == []
    )
    assert messages(IonToAvro, **{"from": "x", "schema": "{{ vars.schema }}", "nullValues": "{{ vars.nulls }}"}) == []


def test_a_wrong_value_that_is_no_template_is_a_problem():
    assert messages(CsvToIon, **{"from": "x", "skipRows": "many"}) == [
        (
            "The property `skipRows` cannot be 'many': "
            "input should be a valid integer, unable to parse string as an integer."
        )
    ]


def test_a_value_outside_an_enumeration_lists_what_is_allowed():
    assert messages(ArchiveDecompress, **{"from": "x", "algorithm": "RAR"}) == [
        "The property `algorithm` cannot be 'RAR'; allowed: 'AR', 'ARJ', 'CPIO', 'DUMP', 'JAR', 'TAR' or 'ZIP'."
    ]
    assert messages(ArchiveDecompress, **{"from": "x", "algorithm": "ARJ"}) == [
        (
            "The property `algorithm` cannot be 'ARJ': it is neither read nor written here. "
            "Those that are: AR, CPIO, JAR, TAR, ZIP."
        )
    ]
    assert messages(IonToParquet, **{"from": "x", "compressionCodec": "LZO"}) == [
        (
            "The property `compressionCodec` cannot be 'LZO'; "
            "allowed: 'UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI' or 'LZ4'."
        )
    ]


@pytest.mark.parametrize(
    ("task_class", "properties", "kinds"),
    [
        (ForEach, {"values": {"a": 1}}, "a valid string or a valid list"),
        (Subflow, {"labels": 5, "namespace": "a", "flowId": "b"}, "a valid dictionary or a valid list"),
    ],
)
def test_a_value_that_may_be_of_several_kinds_is_one_problem(task_class, properties, kinds):
    name, value = next(iter(properties.items()))
    message = f"The property `{name}` cannot be {value!r}: input should be {kinds}."
    assert check_properties(task_class, properties) == [PropertyProblem(path=(name,), message=message)]


def test_names_of_enumerations_may_be_in_small_letters():
    assert messages(IonToParquet, **{"from": "x", "compressionCodec": "snappy", "onBadLines": "skip"}) == []


def test_a_separator_is_one_character():
    assert messages(CsvToIon, **{"from": "x", "fieldSeparator": ";;"}) == [
        (
            "The property `fieldSeparator` cannot be ';;': "
            'give exactly one character, such as ";" or "\\t" in double quotes for a tab.'
        )
    ]


def test_a_date_pattern_a_zone_and_a_schema_are_checked_when_the_flow_is_saved():
    (pattern,) = messages(IonToAvro, **{"from": "x", "datetimeFormat": "yyyy-MM-dd bogus"})
    assert 'datetimeFormat "yyyy-MM-dd bogus" is no date pattern' in pattern
    (zone,) = messages(IonToAvro, **{"from": "x", "timeZoneId": "Mars/Olympus"})
    assert "Unknown time-zone ID: Mars/Olympus" in zone
    (avro,) = messages(IonToAvro, **{"from": "x", "schema": '{"type":"record","name":"R","fields":[{"name":"a"}]}'})
    assert "Invalid Avro schema:" in avro


def test_building_from_rendered_properties_gives_the_task():
    task = build(IonToAvro, {"from": "u", "strictSchema": "true", "nullValues": '["", "-"]', "numberOfRowsToScan": "5"})
    assert isinstance(task, IonToAvro)
    assert (task.from_, task.strict_schema, task.null_values, task.number_of_rows_to_scan) == ("u", True, ["", "-"], 5)


def test_building_fails_with_a_sentence_for_each_property():
    with pytest.raises(TaskFailure) as failed:
        build(CsvToIon, {"header": "perhaps"})
    assert str(failed.value).split("\n") == [
        "The property `from` is required.",
        "The property `header` cannot be 'perhaps': input should be a valid boolean, unable to interpret input.",
    ]


def test_a_template_left_unrendered_is_a_problem_when_the_task_is_built():
    with pytest.raises(TaskFailure, match=r"The property `skipRows` cannot be '{{ x }}'"):
        build(CsvToIon, {"from": "x", "skipRows": "{{ x }}"})


def test_the_schema_for_editors_has_the_names_of_the_flow():
    described = schema(CsvToIon)
    assert described["required"] == ["from"]
    assert described["additionalProperties"] is False
    assert described["properties"]["onBadLines"]["enum"] == ["ERROR", "WARN", "SKIP"]
