import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes.ion_to_avro import IonToAvro
from unit.tasks.avro_tables import convert


def test_without_a_schema_one_is_inferred_from_the_first_rows(context):
    table = '{"s":"x","i":1,"l":3000000000,"d":1.5,"b":true,"n":null,"a":["x"],"o":{"p":"q"}}\n{"s":null,"late":"y"}\n'
    first = convert(context, table)[0]
    assert first == {
        "s": "x", "i": 1, "l": 3_000_000_000, "d": 1.5, "b": True, "n": None, "a": ["x"], "o": {"p": "q"}, "late": None
    }  # fmt: skip
    assert "late" not in convert(context, table, numberOfRowsToScan=1)[0]


def test_nothing_can_be_inferred_from_an_empty_file(context):
    with pytest.raises(TaskFailure, match="Cannot infer Avro schema from ION input: the file appears to be empty"):
        convert(context, "")


def test_a_name_that_avro_does_not_allow_cannot_be_inferred(context):
    with pytest.raises(TaskFailure, match=r"Illegal character in: ride-id. .*aliases"):
        convert(context, '{"ride-id":"1"}\n')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "it is no JSON"),
        ('{"type":"record","name":"R"}', "Invalid Avro schema"),
        ('{"type":"record","name":"R","fields":[{"name":"a","type":"strin"}]}', "strin"),
        ('"string"', "rows need a record, but this is of type string"),
        (
            '{"type":"record","name":"R","fields":[{"name":"next","type":["null","R"]}]}',
            "contains itself",
        ),
    ],
)
def test_a_bad_schema_is_explained(text, said):
    with pytest.raises(TaskFailure, match="Invalid Avro schema") as failed:
        build(IonToAvro, {"from": "x", "schema": text})
    assert said in str(failed.value)
