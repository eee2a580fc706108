import base64
import contextlib
import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.http.download import Download
from dalsegno_tasks.http.file_names import from_content_disposition, from_url, relative

BIG = bytes(range(256)) * 20_000


class Site(BaseHTTPRequestHandler):
    """Answers by path; /echo/... gives the request back."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if path == "/big.zip":
            self.answer(200, BIG, {"Content-Type": "application/zip", "X-Twice": "a"})
        elif path == "/named":
            self.answer(200, b"x", {"Content-Disposition": 'attachment; filename="../up/my file [1].csv"'})
        elif path == "/empty":
            self.answer(200, b"")
        elif path == "/missing":
            self.answer(404, b"<h1>no such month</h1>" + b"x" * 1000)
        elif path == "/packed":
            self.answer(200, gzip.compress(b"plain text"), {"Content-Encoding": "gzip"})
        elif path == "/moved":
            self.answer(302, b"", {"Location": "/big.zip"})
        elif path == "/short":
            self.answer(200, b"half", {"Content-Length": "8"})
        elif path == "/slow":
            self.server.released.wait(20)
            self.answer(200, b"late")
        else:
            sent = self.headers.get("Content-Type"), self.headers.get("Authorization"), self.headers.get("X-Own")
            self.answer(200, f"{self.command} {self.path} {sent} {body.decode()}".encode())

    do_POST = do_PUT = do_GET  # noqa: N815 (http.server names them)

    def answer(self, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), "Connection": "close", **(headers or {})}.items():
            self.send_header(name, value)
        with contextlib.suppress(ConnectionError):  # the client may be gone
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.released = threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def download(context, uri: str, **properties):
    outputs = build(Download, {"uri": uri, **properties}).run(context)
    return outputs, context.path(outputs["uri"]).read_bytes()


def test_a_file_is_stored_with_its_status_length_and_headers(context, site):
    outputs, data = download(context, f"{site}/big.zip")
    assert data == BIG
    assert (outputs["code"], outputs["length"]) == (200, len(BIG))
    assert outputs["headers"]["content-type"] == ["application/zip"]
    assert outputs["uri"].endswith("/big.zip")
    assert ("DEBUG", f"File '{site}/big.zip' downloaded with size '{len(BIG)}'") in context.log.lines
    assert context.metrics["response.length"] == len(BIG)


def test_a_redirect_is_followed_unless_the_options_say_no(context, site):
    assert download(context, f"{site}/moved")[1] == BIG
    outputs, _ = download(context, f"{site}/moved", options={"followRedirects": False}, failOnEmptyResponse=False)
    assert outputs["code"] == 302


def test_the_name_of_a_content_disposition_is_used_without_its_path(context, site):
    assert download(context, f"{site}/named")[0]["uri"].endswith("/out/my+file+%5B1%5D.csv")


def test_save_as_names_the_file(context, site):
    assert download(context, f"{site}/named", saveAs="raw/rides.csv")[0]["uri"].endswith("/out/raw/rides.csv")


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../b", "a\\b"])
def test_save_as_cannot_leave_the_folder(context, site, name):
    with pytest.raises(TaskFailure, match="relative path without"):
        download(context, f"{site}/named", saveAs=name)
    assert context.stored() == []


def test_the_request_carries_method_body_type_headers_and_parameters(context, site):
    _, echoed = download(
        context,
        f"{site}/echo",
        method="POST",
        body='{"a":1}',
        params={"q": "x y", "n": 2},
        headers={"X-Own": "1"},
    )
    assert echoed == b"POST /echo?q=x+y&n=2 ('application/json', None, '1') {\"a\":1}"


def test_the_content_type_can_be_set(context, site):
    _, echoed = download(context, f"{site}/echo", method="PUT", body="a", contentType="text/plain")
    assert echoed == b"PUT /echo ('text/plain', None, None) a"


def test_form_data_is_sent_as_a_form(context, site):
    _, echoed = download(context, f"{site}/echo", method="POST", formData={"a": "1", "b": "x y"})
    assert echoed == b"POST /echo ('application/x-www-form-urlencoded', None, None) a=1&b=x+y"


def test_body_and_form_data_exclude_each_other():
    with pytest.raises(TaskFailure, match="body and formData exclude each other"):
        build(Download, {"uri": "http://x", "body": "a", "formData": {}})


def test_basic_and_bearer_authentication_are_sent(context, site):
    basic = b"Basic " + base64.b64encode(b"ann:secret")
    for options in (
        {"auth": {"type": "BASIC", "username": "ann", "password": "secret"}},
        {"basicAuthUser": "ann", "basicAuthPassword": "secret"},
    ):
        assert basic in download(context, f"{site}/echo", options=options)[1]
    assert b"'Bearer t0k'" in download(context, f"{site}/echo", options={"auth": {"type": "bearer", "token": "t0k"}})[1]


def test_a_status_of_400_and_above_fails_and_shows_the_body(context, site):
    with pytest.raises(TaskFailure) as failed:
        download(context, f"{site}/missing")
    shown = str(failed.value)
    assert shown.startswith(f"GET {site}/missing was answered with status 404 Not Found: <h1>no such month</h1>xxx")
    assert shown.count("x" * 100) == 2
    assert "x" * 300 not in shown
    assert context.stored() == []


@pytest.mark.parametrize(
    "properties",
    [{"allowFailed": True}, {"options": {"allowFailed": True}}, {"options": {"allowedResponseCodes": [404]}}],
)
def test_a_failed_status_can_be_allowed(context, site, properties):
    outputs, data = download(context, f"{site}/missing", **properties)
    assert (outputs["code"], data[:4]) == (404, b"<h1>")


def test_a_status_that_is_not_among_the_allowed_ones_fails(context, site):
    with pytest.raises(TaskFailure, match="status 200 OK"):
        download(context, f"{site}/echo", options={"allowedResponseCodes": [201]})


def test_an_empty_body_fails_by_default(context, site):
    with pytest.raises(TaskFailure, match=r"No response from server: GET .*failOnEmptyResponse"):
        download(context, f"{site}/empty")
    assert context.stored() == []


def test_an_empty_body_can_be_allowed_with_a_warning(context, site):
    outputs, data = download(context, f"{site}/empty", failOnEmptyResponse=False)
    assert (outputs["length"], data) == (0, b"")
    assert context.warnings() == [f"File '{site}/empty' is empty"]


def test_an_encoded_body_is_stored_decoded(context, site):
    outputs, data = download(context, f"{site}/packed")
    assert (data, outputs["length"]) == (b"plain text", 10)


def test_a_body_shorter_than_announced_fails_and_leaves_no_file(context, site):
    with pytest.raises(TaskFailure, match=r"broke off: .*received 4 bytes, expected 8.*Try again"):
        download(context, f"{site}/short")
    assert context.stored() == []


def test_a_server_that_is_not_there_is_one_clear_sentence(context):
    with pytest.raises(TaskFailure, match=r"GET http://127\.0\.0\.1:1/x found no server: .*Check the host name"):
        download(context, "http://127.0.0.1:1/x")


def test_a_silent_server_runs_into_the_timeout(context, site):
    with pytest.raises(TaskFailure, match=r"timed out \(ReadTimeout\).*options\.timeout"):
        download(context, f"{site}/slow", options={"timeout": {"readIdleTimeout": "PT0.05S"}})


def test_a_proxy_is_asked_for_the_whole_address(context, site):
    port = int(site.rpartition(":")[2])
    proxy = {"type": "HTTP", "address": "127.0.0.1", "port": port}
    _, echoed = download(context, "http://elsewhere.invalid/echo", options={"proxy": proxy})
    assert echoed.startswith(b"GET http://elsewhere.invalid/echo ")


def test_an_address_of_another_kind_is_refused(context):
    with pytest.raises(TaskFailure, match="'ftp://x/y' is no address"):
        download(context, "ftp://x/y")


def test_certificates_are_checked_unless_told_otherwise():
    assert build(Download, {"uri": "https://x"}).effective_options().ssl.insecure_trust_all_certificates is False
    for properties in (
        {"sslOptions": {"insecureTrustAllCertificates": True}},
        {"options": {"ssl": {"insecureTrustAllCertificates": True}}},
    ):
        options = build(Download, {"uri": "https://x", **properties}).effective_options()
        assert options.ssl.insecure_trust_all_certificates is True


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="a b.csv"', "a+b.csv"),
        ("attachment; filename=a.csv; size=3", "a.csv"),
        ("attachment; filename=\"x\"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf", "r%C3%A9sum%C3%A9.pdf"),
        ("attachment; filename*=bogus''%C3; filename=plain.csv", "plain.csv"),
        ('attachment; filename="C:\\\\dir\\\\a.csv"', "a.csv"),
        ('attachment; filename="/etc/passwd"', "passwd"),
        ('attachment; filename=".."', None),
        ("inline", None),
    ],
)
def test_content_disposition_gives_a_safe_name(header, name):
    assert from_content_disposition(header) == name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://x/a/202102-divvy-tripdata.zip?v=1", "202102-divvy-tripdata.zip"),
        ("https://x/a%20b.csv", "a+b.csv"),
        ("https://x/a%2F..%2Fb", "b"),
        ("https://x", "download"),
        ("https://x/dir/", "download"),
    ],
)
def test_a_url_gives_a_safe_name(url, name):
    assert from_url(url) == name


def test_a_relative_name_keeps_its_folders():
    assert relative("a/b.csv") == "a/b.csv"
    assert relative(" ") is None
