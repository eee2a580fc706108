"""http.Request against a real server that gives back what it was sent."""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.http.download import Download
from dalsegno_tasks.http.request import Request
from support.echo_server import PASSWORD, USER, echoing


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with echoing() as address:
        yield address


def ask(context, uri: str, **properties: Any):
    return build(Request, {"uri": uri, **properties}).run(context)


def sent(context, site: str, **properties: Any) -> dict[str, Any]:
    """What the server was sent."""
    given: dict[str, Any] = json.loads(ask(context, f"{site}/echo", **properties)["body"])
    return given


def test_the_answer_has_its_address_status_headers_and_body_as_text(context, site):
    outputs = ask(context, f"{site}/bytes/5", params={"q": "x y", "n": [1, 2], "t": True})
    assert outputs == {
        "uri": f"{site}/bytes/5?q=x+y&n=1&n=2&t=true",
        "code": 200,
        "headers": outputs["headers"],
        "body": "xxxxx",
    }
    assert outputs["headers"]["content-length"] == ["5"]
    assert context.metrics == {"response.length": 5}
    assert ("DEBUG", f"Request '{outputs['uri']}' with the response code '200'") in context.log.lines


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "post"])
def test_every_method_is_sent(context, site, method):
    assert sent(context, site, method=method)["method"] == method.upper()


def test_an_answer_to_head_has_no_body(context, site):
    outputs = ask(context, f"{site}/echo", method="HEAD")
    assert (outputs["code"], "body" in outputs) == (200, False)


def test_the_body_is_sent_as_json_unless_told_otherwise(context, site):
    given = sent(context, site, method="POST", body='{"ride": "Straße"}', headers={"X-Depot": 3})
    assert (given["body"], given["headers"]["content-type"]) == ('{"ride": "Straße"}', "application/json")
    assert given["headers"]["x-depot"] == "3"
    given = sent(context, site, method="POST", body="a", contentType="text/plain")
    assert given["headers"]["content-type"] == "text/plain"


def test_form_data_is_sent_as_a_form(context, site):
    given = sent(context, site, method="POST", formData={"a": "x y", "n": 3, "m": {"k": "v"}, "l": ["1", "2"]})
    assert given["body"] == "a=x+y&n=3&m=%7B%22k%22%3A+%22v%22%7D&l=1&l=2"
    assert given["headers"]["content-type"] == "application/x-www-form-urlencoded"


def test_form_data_of_several_parts_has_texts_and_stored_files(context, site):
    stored = context.store("rides.csv", "a,b\n")
    form = {
        "text": "hello",
        "number": 3,
        "map": {"k": "v"},
        "file": stored,
        "named": {"name": "other.csv", "content": stored},
        "written": {"name": "note.txt", "content": "in the flow"},
    }
    given = sent(context, site, method="POST", contentType="multipart/form-data", formData=form)
    assert [(part["name"], part["filename"], part["content"]) for part in given["parts"]] == [
        ("text", None, "hello"),
        ("number", None, "3"),
        ("map", None, '{"k": "v"}'),
        ("file", "rides.csv", "a,b\n"),
        ("named", "other.csv", "a,b\n"),
        ("written", "note.txt", "in the flow"),
    ]


def test_a_stored_file_that_is_not_there_is_told_before_anything_is_sent(context, site):
    with pytest.raises(TaskFailure, match="There is no file"):
        sent(context, site, method="POST", contentType="multipart/form-data", formData={"f": "dalsegno:///test/no"})


@pytest.mark.parametrize(
    "options",
    [
        {"auth": {"type": "BASIC", "username": USER, "password": PASSWORD}},
        {"basicAuthUser": USER, "basicAuthPassword": PASSWORD},
    ],
)
def test_basic_authentication_is_sent(context, site, options):
    expected = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    assert sent(context, site, options=options)["headers"]["authorization"] == f"Basic {expected}"


def test_a_bearer_token_is_sent(context, site):
    given = sent(context, site, options={"auth": {"type": "bearer", "token": "t0k"}})
    assert given["headers"]["authorization"] == "Bearer t0k"


def test_digest_authentication_proves_to_know_the_password(context, site):
    auth = {"type": "DIGEST", "username": USER, "password": PASSWORD}
    outputs = ask(context, f"{site}/digest", options={"auth": auth})
    assert (outputs["code"], PASSWORD in outputs["body"]) == (200, False)
    with pytest.raises(TaskFailure, match="status 401"):
        ask(context, f"{site}/digest", options={"auth": {**auth, "password": "wrong"}})


def test_a_status_of_400_and_above_fails_unless_it_is_allowed(context, site):
    with pytest.raises(TaskFailure, match="was answered with status 418 I'm a Teapot: as you wish"):
        ask(context, f"{site}/status/418")
    for allowed in ({"options": {"allowFailed": True}}, {"allowFailed": True}):
        outputs = ask(context, f"{site}/status/418", **allowed)
        assert (outputs["code"], outputs["body"]) == (418, "as you wish")
    assert ask(context, f"{site}/status/404", options={"allowedResponseCodes": "[404]"})["code"] == 404
    with pytest.raises(TaskFailure, match="status 500"):
        ask(context, f"{site}/status/500", options={"allowedResponseCodes": [404]})


def test_redirects_are_followed_unless_the_options_say_no(context, site):
    assert ask(context, f"{site}/moved")["uri"] == f"{site}/echo"
    assert ask(context, f"{site}/moved", options={"followRedirects": False})["code"] == 302


def test_the_charset_is_that_of_the_answer_or_else_of_the_options(context, site):
    assert ask(context, f"{site}/latin/said")["body"] == "Straße"
    assert ask(context, f"{site}/latin", options={"defaultCharset": "ISO-8859-1"})["body"] == "Straße"
    assert ask(context, f"{site}/latin")["body"] == "Stra\ufffde"
    with pytest.raises(TaskFailure, match="no such charset; give one such as UTF-8"):
        ask(context, site, options={"defaultCharset": "klingon"})


def test_a_body_that_is_no_text_is_refused(context, site):
    with pytest.raises(TaskFailure, match=r"Illegal unicode code point in request body: 65535.*http.Download"):
        ask(context, f"{site}/strange")


def test_a_body_beyond_what_an_output_can_be_asks_for_download(context, site):
    with pytest.raises(TaskFailure, match=r"more than 4194304 bytes.*Use io.kestra.plugin.core.http.Download"):
        ask(context, f"{site}/bytes/{4 * 1024 * 1024 + 1}")


def test_a_body_that_is_to_be_encrypted_is_a_secret_output():
    assert Request.secret_outputs({"encryptBody": True}) == {"body": "encryptedBody"}
    assert Request.secret_outputs({"encryptBody": "true"}) == {"body": "encryptedBody"}
    assert Request.secret_outputs({"encryptBody": False}) == {}
    assert Request.secret_outputs({}) == {}


def test_what_is_sent_and_answered_is_logged_when_asked_without_what_authenticates(context, site):
    logs = ["REQUEST_HEADERS", "REQUEST_BODY", "RESPONSE_HEADERS", "response_body"]
    options = {"auth": {"type": "BEARER", "token": "t0ken"}, "logs": logs}
    ask(context, f"{site}/bytes/3", method="POST", body="a ride", options=options)
    told = [message for level, message in context.log.lines if level == "DEBUG"]
    assert [line.partition(":")[0] for line in told[:4]] == [
        "Request headers",
        "Request body",
        "Response headers",
        "Response body",
    ]
    assert "authorization: ******" in told[0]
    assert "t0ken" not in "".join(told)


@pytest.mark.parametrize("old", [True, False])
def test_a_proxy_is_asked_for_the_whole_address(context, site, old):
    port = int(site.rpartition(":")[2])
    new = {"proxy": {"type": "HTTP", "address": "127.0.0.1", "port": port}}
    options = {"proxyAddress": "127.0.0.1", "proxyPort": port, "proxyType": "HTTP"} if old else new
    given = json.loads(ask(context, "http://elsewhere.invalid/echo", options=options)["body"])
    assert given["path"] == "http://elsewhere.invalid/echo"


def test_options_that_do_not_exist_are_refused(context, site):
    with pytest.raises(
        TaskFailure, match=r"Unknown property `options.followRedirect`; did you mean `followRedirects`\?"
    ):
        ask(context, site, options={"followRedirect": True})


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate that nobody has signed, with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl on this machine to make a certificate with")
    path = tmp_path / "server.pem"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    subprocess.run([openssl, *made, "-keyout", path, "-out", tmp_path / "c"], check=True, capture_output=True)
    path.write_text(path.read_text() + (tmp_path / "c").read_text())
    return path


@pytest.mark.parametrize("kind", [Request, Download])
def test_a_certificate_is_checked_unless_told_otherwise(context, certificate, kind):
    with echoing(certificate) as site:
        with pytest.raises(TaskFailure, match=r"certificate is not trusted.*insecureTrustAllCertificates"):
            build(kind, {"uri": f"{site}/bytes/2"}).run(context)
        options = {"ssl": {"insecureTrustAllCertificates": True}}
        assert build(kind, {"uri": f"{site}/bytes/2", "options": options}).run(context)["code"] == 200
        old = {"sslOptions": {"insecureTrustAllCertificates": True}}
        assert build(kind, {"uri": f"{site}/bytes/2", **old}).run(context)["code"] == 200


def test_a_download_shares_the_options(context, site):
    stored = context.store("rides.csv", "a,b\n")
    auth = {"type": "DIGEST", "username": USER, "password": PASSWORD}
    outputs = build(
        Download,
        {
            "uri": f"{site}/digest",
            "method": "POST",
            "contentType": "multipart/form-data",
            "formData": {"f": stored},
            "options": {"auth": auth},
        },
    ).run(context)
    given = json.loads(context.path(outputs["uri"]).read_text())
    assert [(part["filename"], part["content"]) for part in given["parts"]] == [("rides.csv", "a,b\n")]
