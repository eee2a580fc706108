"""What the executor answers, without secrets."""

import json

import pytest

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.secrets import MASK, Secrets
from dalsegno_executor.wire.masking import mask_error, mask_json, mask_message
from dalsegno_runtime.errors import FieldViolation, InvalidField

SECRETS = Secrets({"TOKEN": "s3cr3t", "PIN": "90210", "QUOTED": 'a "quoted" \\ one', "UMLAUT": "schlüssel"})


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('{"a":"s3cr3t","b":1}', {"a": MASK, "b": 1}),
        ('{"a":["Bearer s3cr3t!",{"s3cr3t":null}]}', {"a": [f"Bearer {MASK}!", {MASK: None}]}),
        ('{"pin":90210,"other":9021,"more":-902101.5}', {"pin": MASK, "other": 9021, "more": f"-{MASK}1.5"}),
        (json.dumps({"a": 'a "quoted" \\ one'}), {"a": MASK}),
        ('{"a":"schl\\u00fcssel","b":"schlüssel"}', {"a": MASK, "b": MASK}),
        ('{"a":"\\u0073\\u0033cr3t"}', {"a": MASK}),
    ],
)
def test_json_stays_json_without_secrets(text: str, masked: object) -> None:
    assert json.loads(mask_json(text, SECRETS.mask)) == masked


def test_json_without_secrets_stays_as_it_is_to_the_last_character() -> None:
    text = '{"big":12345678901234567890,"small":1.50e-7,"u":"\\u00e9","a":"x\\ty"}'
    assert mask_json(text, SECRETS.mask) == text


@pytest.mark.parametrize("text", ['{"a":"x s3cr3t and', '["s3cr3t', '"s3cr3t\\'])
def test_json_that_was_cut_off_loses_its_secrets_too(text: str) -> None:
    assert "s3cr3t" not in mask_json(text, SECRETS.mask)


def test_a_message_is_masked_within_and_keeps_its_names() -> None:
    message = pb.GetExecutionResponse()
    message.execution.namespace = "s3cr3t"
    message.execution.error = "It was s3cr3t."
    message.execution.labels["by"] = "s3cr3t"
    run = message.execution.task_runs.add(task_path="s3cr3t", error="s3cr3t", outputs_json='{"v":"s3cr3t"}')
    mask_message(message, SECRETS.mask)
    assert (message.execution.namespace, run.task_path) == ("s3cr3t", "s3cr3t")
    assert dict(message.execution.labels) == {"by": MASK}
    assert (message.execution.error, run.error, run.outputs_json) == (f"It was {MASK}.", MASK, f'{{"v":"{MASK}"}}')


SEALED_TEXT = '{"type":"io.kestra.datatype:aes_encrypted","value":"c2VhbGVk"}'


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f'{{"a":{SEALED_TEXT},"b":[{SEALED_TEXT}]}}', {"a": MASK, "b": [MASK]}),
        ('{"value": "c2VhbGVk", "type": "io.kestra.datatype:aes_encrypted"}', MASK),
        ('"io.kestra.datatype:aes_encrypted:c2VhbGVk"', MASK),
        ('{"type":"other","value":"c2VhbGVk"}', {"type": "other", "value": "c2VhbGVk"}),
    ],
)
def test_what_is_encrypted_is_shown_as_a_mask(text: str, masked: object) -> None:
    assert json.loads(mask_json(text, Secrets({}).mask)) == masked


def test_encrypted_secrets_that_an_execution_is_to_mask_are_left_out() -> None:
    message = pb.ExecutionCreated(hidden_secrets=["c2VhbGVk"], inputs_json="{}")
    mask_message(message, SECRETS.mask)
    assert list(message.hidden_secrets) == []


def test_reasons_and_names_of_differences_are_masked() -> None:
    plan = pb.PlannedTask(reason="`when` is s3cr3t.")
    comparison = pb.CompareExecutionsResponse(divergence="Its outputs differ in s3cr3t.")
    comparison.differences.add(name="s3cr3t")
    mask_message(plan, SECRETS.mask)
    mask_message(comparison, SECRETS.mask)
    shown = (plan.reason, comparison.divergence, comparison.differences[0].name)
    assert shown == (f"`when` is {MASK}.", f"Its outputs differ in {MASK}.", MASK)


def test_the_values_of_a_comparison_are_masked_one_by_one() -> None:
    message = pb.Difference(name="a", values_json=['"s3cr3t"', "", "1"])
    mask_message(message, SECRETS.mask)
    assert list(message.values_json) == [f'"{MASK}"', "", "1"]


def test_an_error_is_masked_with_its_violations() -> None:
    error = InvalidField("inputs", "inputs has s3cr3t")
    error.violations = (FieldViolation(field="inputs.a", description="s3cr3t is wrong"),)
    mask_error(error, SECRETS.mask)
    assert (error.message, error.violations[0].description) == (f"inputs has {MASK}", f"{MASK} is wrong")
