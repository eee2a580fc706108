"""PutFlow and DeleteFlow: what they make, what they refuse, what a repeated call gets."""

import asyncio
from hashlib import sha256
from pathlib import Path

from dalsegno.api.registry.v1 import registry_pb2 as pb
from support.registry import NOW, flow_source, refusal_of, running_registry, told


def put(message: str = "hi", **fields: object) -> pb.PutFlowRequest:
    return pb.PutFlowRequest(**({"source": flow_source(message)} | fields))


GREETING = {"namespace": "company.team", "flow_id": "greeting"}


async def test_a_new_flow_is_revision_one(tmp_path: Path):
    source = "description: Says hi.\ndisabled: true\n" + flow_source("é") + "# comment\n"
    async with running_registry(tmp_path) as registry:
        answer = await registry.PutFlow(put(source=source))
    expected = pb.Flow(
        namespace="company.team",
        flow_id="greeting",
        revision=1,
        source=source,
        source_digest=sha256(source.encode()).hexdigest(),
        description="Says hi.",
        disabled=True,
    )
    expected.create_time.FromDatetime(NOW)
    assert answer == pb.PutFlowResponse(flow=expected, created=True)


async def test_a_changed_source_makes_the_next_revision_and_an_equal_one_none(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        answers = [await registry.PutFlow(put(message)) for message in ("hi", "hi", "ho", "hi")]
        windows = await registry.PutFlow(put(source=flow_source("hi").replace("\n", "\r\n")))
    assert [(answer.flow.revision, answer.created) for answer in answers] == [
        (1, True),
        (1, False),
        (2, True),
        (3, True),
    ]
    assert (windows.created, windows.flow) == (False, answers[3].flow)


async def test_a_comment_is_a_change(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        await registry.PutFlow(put())
        answer = await registry.PutFlow(put(source=flow_source() + "# why\n"))
    assert (answer.flow.revision, answer.created) == (2, True)


async def test_warnings_come_along_and_do_not_keep_the_flow_from_being_saved(tmp_path: Path):
    source = flow_source('"{{ a | }}"').replace("test.Say", "test.old.Tell")
    async with running_registry(tmp_path) as registry:
        answer = await registry.PutFlow(put(source=source))
    assert answer.created is True
    assert [(warning.line, warning.path, warning.severity) for warning in answer.warnings] == [
        (5, "tasks[0].type", pb.SEVERITY_WARNING),
        (6, "tasks[0].message", pb.SEVERITY_WARNING),
    ]


async def test_an_invalid_flow_is_refused_with_every_problem_and_nothing_is_saved(tmp_path: Path):
    source = flow_source().replace("message", "mesage").replace("id: greeting", "id: a b")
    async with running_registry(tmp_path) as registry:
        refusal = await refusal_of(registry.PutFlow(put(source=source)))
        flows = (await registry.ListFlows(pb.ListFlowsRequest())).flows
    assert told(refusal) == ("INVALID_ARGUMENT", "FLOW_INVALID", {"problem_count": "3"})
    assert refusal.message == (
        'The flow has 3 problems. Line 1, column 5: The flow id "a b" is not allowed. '
        "Use letters, digits, `.`, `_` and `-`, a letter or digit first."
    )
    assert [(violation.field, violation.description) for violation in refusal.violations] == [
        ("id", refusal.message.partition("problems. ")[2].replace("Line", "line", 1)),
        ("tasks[0].message", "line 4, column 5: The property `message` is required."),
        ("tasks[0].mesage", "line 6, column 5: Unknown property `mesage`; did you mean `message`?"),
    ]
    assert list(flows) == []


async def test_a_flow_with_very_many_problems_is_refused_in_one_piece(tmp_path: Path):
    tasks = "".join(f"  - id: task-{'é' * 200}-{index}\n" for index in range(500))
    async with running_registry(tmp_path) as registry:
        refusal = await refusal_of(registry.PutFlow(put(source=f"id: a\nnamespace: b\ntasks:\n{tasks}")))
    assert told(refusal) == ("INVALID_ARGUMENT", "FLOW_INVALID", {"problem_count": "1000"})
    assert refusal.message.startswith("The flow has 1000 problems. Line 4, column 5: `type` is missing.")


async def test_a_source_of_over_one_mebibyte_is_refused(tmp_path: Path):
    source = flow_source() + "#" * 1024 * 1024
    async with running_registry(tmp_path) as registry:
        refusal = await refusal_of(registry.PutFlow(put(source=source)))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": "source"})


async def test_the_expected_revision_guards_against_lost_updates(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        await registry.PutFlow(put("a", expected_revision=0))
        await registry.PutFlow(put("b", expected_revision=1))
        refusals = [await refusal_of(registry.PutFlow(put("c", expected_revision=expected))) for expected in (0, 1, 3)]
        latest = await registry.GetFlow(pb.GetFlowRequest(**GREETING))
    assert [told(refusal) for refusal in refusals] == [
        (
            "FAILED_PRECONDITION",
            "REVISION_CONFLICT",
            {"expected_revision": str(expected), "latest_revision": "2"},
        )
        for expected in (0, 1, 3)
    ]
    assert latest.flow.revision == 2


async def test_a_negative_expected_revision_is_refused(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        refusal = await refusal_of(registry.PutFlow(put(expected_revision=-1)))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": "expected_revision"})


async def test_puts_at_the_same_time_make_one_revision_each(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        answers = await asyncio.gather(*(registry.PutFlow(put(f"number {index}")) for index in range(40)))
    assert sorted(answer.flow.revision for answer in answers) == list(range(1, 41))


async def test_of_puts_that_expect_the_same_revision_one_succeeds(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        calls = [registry.PutFlow(put(f"number {index}", expected_revision=0)) for index in range(10)]
        answers = await asyncio.gather(*calls, return_exceptions=True)
        latest = await registry.GetFlow(pb.GetFlowRequest(**GREETING))
    assert sum(isinstance(answer, pb.PutFlowResponse) for answer in answers) == 1
    assert latest.flow.revision == 1


async def test_a_repeated_request_gets_the_first_answer(tmp_path: Path):
    request = put("a", expected_revision=0, request_id="r1")
    async with running_registry(tmp_path) as registry:
        first = await registry.PutFlow(request)
        await registry.PutFlow(put("b"))
        again = await registry.PutFlow(request)
        latest = await registry.GetFlow(pb.GetFlowRequest(**GREETING))
    assert again == first
    assert (first.created, latest.flow.revision) == (True, 2)


async def test_a_repeated_request_gets_the_first_answer_after_a_restart(tmp_path: Path):
    request = put("a", request_id="r1")
    async with running_registry(tmp_path) as registry:
        first = await registry.PutFlow(request)
    async with running_registry(tmp_path) as registry:
        assert await registry.PutFlow(request) == first


async def test_a_repeated_request_gets_the_first_answer_when_the_flow_would_be_refused_today(tmp_path: Path):
    request = put("a", request_id="r1")
    async with running_registry(tmp_path) as registry:
        first = await registry.PutFlow(request)
    async with running_registry(tmp_path, task_types=()) as registry:
        assert await registry.PutFlow(request) == first


async def test_requests_sent_twice_at_once_are_carried_out_once(tmp_path: Path):
    request = put("a", expected_revision=0, request_id="r1")
    async with running_registry(tmp_path) as registry:
        answers = await asyncio.gather(*(registry.PutFlow(request) for _ in range(8)))
    assert [answer == answers[0] for answer in answers] == [True] * 8


async def test_a_request_id_of_another_request_is_refused(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        await registry.PutFlow(put("a", request_id="r1"))
        refusals = [
            await refusal_of(registry.PutFlow(put("b", request_id="r1"))),
            await refusal_of(registry.DeleteFlow(pb.DeleteFlowRequest(**GREETING, request_id="r1"))),
        ]
    expected = ("INVALID_ARGUMENT", "REQUEST_ID_CONFLICT", {"request_id": "r1"})
    assert [told(refusal) for refusal in refusals] == [expected, expected]


async def test_a_request_id_that_is_too_long_is_refused(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        accepted = await registry.PutFlow(put(request_id="x" * 128))
        refusals = [
            await refusal_of(registry.PutFlow(put(request_id="x" * 129))),
            await refusal_of(registry.DeleteFlow(pb.DeleteFlowRequest(**GREETING, request_id="x" * 129))),
        ]
    expected = ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": "request_id"})
    assert [told(refusal) for refusal in refusals] == [expected, expected]
    assert accepted.created is True


async def test_a_deleted_flow_is_gone_and_its_numbers_are_not_given_again(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        for message in ("a", "b"):
            await registry.PutFlow(put(message))
        await registry.DeleteFlow(pb.DeleteFlowRequest(**GREETING))
        refusals = [
            await refusal_of(registry.GetFlow(pb.GetFlowRequest(**GREETING))),
            await refusal_of(registry.GetFlow(pb.GetFlowRequest(**GREETING, revision=1))),
            await refusal_of(registry.ListRevisions(pb.ListRevisionsRequest(**GREETING))),
            await refusal_of(registry.DiffRevisions(pb.DiffRevisionsRequest(**GREETING))),
            await refusal_of(registry.DeleteFlow(pb.DeleteFlowRequest(**GREETING))),
        ]
        flows = (await registry.ListFlows(pb.ListFlowsRequest())).flows
        again = await registry.PutFlow(put("b", expected_revision=0))
        difference = await registry.DiffRevisions(pb.DiffRevisionsRequest(**GREETING))
    missing = ("NOT_FOUND", "FLOW_NOT_FOUND", {"namespace": "company.team", "flow": "greeting"})
    assert [told(refusal) for refusal in refusals] == [missing] * 5
    assert list(flows) == []
    assert (again.flow.revision, again.created) == (3, True)
    assert (difference.from_revision, difference.to_revision) == (0, 3)


async def test_a_repeated_delete_is_done_once(tmp_path: Path):
    request = pb.DeleteFlowRequest(**GREETING, request_id="r1")
    async with running_registry(tmp_path) as registry:
        await registry.PutFlow(put("a"))
        await registry.DeleteFlow(request)
        await registry.PutFlow(put("b"))
        assert await registry.DeleteFlow(request) == pb.DeleteFlowResponse()
        latest = await registry.GetFlow(pb.GetFlowRequest(**GREETING))
    assert latest.flow.revision == 2


async def test_a_delete_without_names_is_refused(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        refusals = [
            await refusal_of(registry.DeleteFlow(pb.DeleteFlowRequest(flow_id="a"))),
            await refusal_of(registry.DeleteFlow(pb.DeleteFlowRequest(namespace="a"))),
        ]
    assert [told(refusal) for refusal in refusals] == [
        ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": "namespace"}),
        ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": "flow_id"}),
    ]
