"""http() of the expressions, and the examples that need services, in executions of real ones."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno_executor import http_function
from dalsegno_flow.expressions import Engine, LimitExceeded
from support.echo_server import echoing
from support.expressions_page import examples
from support.flows import new_flow_id, state_name, task_run
from support.web import serving

RETURN = "io.kestra.plugin.core.debug.Return"


@pytest.fixture(scope="module")
def echo() -> Iterator[str]:
    with echoing() as address:
        yield address


def ran(client: Client, *templates: str, namespace: str = "tests.http", variables: str = "") -> executor.Execution:
    tasks = "".join(
        f"  - {{id: t{number}, type: {RETURN}, format: {json.dumps(template)}}}\n"
        for number, template in enumerate(templates)
    )
    flow_id = new_flow_id("http")
    client.flows.put(f"id: {flow_id}\nnamespace: {namespace}\n{variables}tasks:\n{tasks}")
    return client.executions.wait(client.executions.create(namespace, flow_id).execution_id)


def value(client: Client, template: str) -> str:
    execution = ran(client, template)
    assert state_name(execution.state) == "SUCCESS", task_run(execution, "t0").error
    return client.outputs.get(execution.execution_id, "t0")["value"]


def error(client: Client, template: str) -> str:
    execution = ran(client, template)
    assert state_name(execution.state) == "FAILED"
    return task_run(execution, "t0").error


def test_every_example_that_needs_services_prints_what_it_says(client: Client) -> None:
    namespace = "tests.examples"
    client.values.put(namespace, "limit", 3)
    client.namespace_files.put(namespace, "queries/daily.sql", b"select 1")
    shown = examples(1)
    pages = {"/users.json": b'{"users": [{"name": "Ada"}, {"name": "Grace"}]}'}
    with serving(pages, "application/json") as server:
        templates = [f"{{{{ {text} }}}}" for text, _ in shown]
        execution = ran(client, *templates, namespace=namespace, variables=f"variables:\n  server: {server}\n")
    assert state_name(execution.state) == "SUCCESS", [run.error for run in execution.task_runs]
    printed = [client.outputs.get(execution.execution_id, f"t{number}")["value"] for number in range(len(shown))]
    assert printed == [expected for _, expected in shown]


def test_a_request_is_made_as_the_arguments_say(client: Client, echo: str) -> None:
    call = (
        f"http(uri='{echo}/echo', method='POST', query={{'a': 'x y'}}, body={{'n': 1}}, headers={{'X-Team': 'rides'}}, "
        "contentType='application/json', accept='application/json')"
    )
    sent = json.loads(value(client, f"{{{{ {call} | json }}}}"))
    assert (sent["method"], sent["path"], sent["body"]) == ("POST", "/echo?a=x+y", '{"n": 1}')
    assert sent["headers"]["x-team"] == "rides"
    assert sent["headers"]["accept"] == "application/json"


def test_what_is_no_json_is_a_text(client: Client, echo: str) -> None:
    assert value(client, f"{{{{ http('{echo}/bytes/3') | upper }}}}") == "XXX"


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("http()", "The 'http' function expects an argument 'uri' with type string."),
        ("http('{echo}/status/418')", "was answered with status 418"),
        ("http('{echo}/bytes/5000000')", "was answered with more than 4194304 bytes"),
        ("http('http://127.0.0.1:1/')", "GET http://127.0.0.1:1/ found no server"),
        ("http('http://ada:lovelace@127.0.0.1:1/')", "GET http://127.0.0.1:1/ found no server"),
        ("http('ftp://ada:lovelace@example.com/')", "'ftp://example.com/' is no address that can be asked"),
        ("http('file:///etc/passwd')", "is no address that can be asked"),
        ("http('{echo}/echo', options={{'no': 1}})", "Unknown property `options.no`"),
        ("http('{echo}/echo', headers='x')", "expects an argument 'headers' that is a map"),
    ],
)
def test_what_goes_wrong_is_told_without_passwords(client: Client, echo: str, call: str, why: str) -> None:
    found = error(client, f"{{{{ {call.format(echo=echo)} }}}}")
    assert why in found
    assert "lovelace" not in found.partition("(")[0]


@contextmanager
def dripping(seconds: float) -> Iterator[str]:
    """A server that sends a byte now and then, without an end."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                while not over.wait(seconds):
                    self.wfile.write(b"x")
                    self.wfile.flush()
            except OSError:
                pass

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        over.set()
        server.shutdown()
        server.server_close()


def test_an_answer_without_an_end_is_given_up() -> None:
    engine = Engine({"http": http_function.function()}, render_seconds=0.3)
    with dripping(0.02) as address, pytest.raises(LimitExceeded, match=r"rendering took longer than 0\.3 s"):
        engine.render(f"{{{{ http('{address}') }}}}", {})


def test_a_server_that_does_not_answer_is_given_up(client: Client) -> None:
    with dripping(30) as address:
        call = f"http('{address}', options={{'timeout': {{'readIdleTimeout': 'PT0.2S'}}}})"
        assert "timed out" in error(client, f"{{{{ {call} }}}}")
