"""What tasks that ask a server have in common. Source: Kestra's AbstractHttp."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, model_validator

from dalsegno_tasks.directory_files import SCHEMES
from dalsegno_tasks.http.options import HttpOptions, Ssl
from dalsegno_tasks.interface import Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import TextMap, ValueMap

if TYPE_CHECKING:
    import httpx

CONNECT_TIMEOUT_SECONDS = 30.0
READ_TIMEOUT_SECONDS = 300.0
SHOWN_BODY_CHARACTERS = 300
MULTIPART = "multipart/form-data"
_USER = re.compile(r"//[^/?#@]*@")  # names and passwords in addresses are not for error messages
HIDDEN_HEADERS = frozenset(("authorization", "proxy-authorization", "cookie", "set-cookie"))


class HttpTask(Task):
    """Asks a server.

    `formData` is sent as a form; with the content type multipart/form-data, the addresses of stored files in it, and
    maps of `name` and `content`, are sent as files.
    """

    uri: str = Field(description="The address.")
    method: str = Field("GET", description="The method of the request.")
    body: str | None = Field(None, description="What is sent.")
    form_data: ValueMap | None = Field(None, description="What is sent as a form, by field.")
    params: ValueMap | None = Field(None, description="Added to the query of the address.")
    content_type: str = Field(
        "application/json", description="What `body` is, or multipart/form-data for forms of several parts."
    )
    headers: TextMap | None = Field(None, description="Headers of the request.")
    options: HttpOptions = Field(HttpOptions(), description="How the server is reached, and what passes for a success.")
    allow_failed: bool | None = Field(None, description="Deprecated: `options.allowFailed`.")
    ssl_options: Ssl | None = Field(None, description="Deprecated: `options.ssl`.")

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if self.body is not None and self.form_data is not None:
            raise ValueError("body and formData exclude each other; give one of them.")
        return self

    @contextmanager
    def answer(self, context: TaskContext) -> Iterator["httpx.Response"]:
        """The response, with a status that is allowed; its body is still to be read.

        Raises:
            TaskFailure: there is none, here or while the body is read.
        """
        import httpx

        options = self.effective_options()
        try:
            with (
                ExitStack() as files,
                self._client(options) as client,
                client.stream(**self._request(context, options, files)) as response,
            ):
                self._tell(context, options, response)
                code = response.status_code
                if not options.is_allowed(code):
                    raise TaskFailure(
                        f"{self.asked()} was answered with status {code} {response.reason_phrase}: "
                        f"{_beginning(response)}"
                    )
                yield response
        except httpx.TimeoutException as error:
            raise TaskFailure(
                f"{self.asked()} timed out ({type(error).__name__}). Try again, or raise options.timeout."
            ) from error
        except httpx.ConnectError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise TaskFailure(
                    f"{self.asked()} came to a server whose certificate is not trusted: {error}. Trust its issuer "
                    "where the workers run; options.ssl.insecureTrustAllCertificates lets a test server through."
                ) from error
            raise TaskFailure(
                f"{self.asked()} found no server: {error}. Check the host name, the port and the network."
            ) from error
        except httpx.TooManyRedirects as error:
            raise TaskFailure(f"{self.asked()} was redirected too often. Check the address.") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            shown = _USER.sub("//", self.uri, count=1)
            raise TaskFailure(f"'{shown}' is no address that can be asked: {str(error).rstrip('.')}.") from error
        except httpx.HTTPError as error:
            raise TaskFailure(
                f"{self.asked()} broke off: {str(error).rstrip('.') or type(error).__name__}. Try again."
            ) from error

    def asked(self) -> str:
        return f"{self.method.upper()} {_USER.sub('//', self.uri, count=1)}"

    def effective_options(self) -> HttpOptions:
        """`options` with the deprecated spellings folded in."""
        old: dict[str, Any] = {}
        if self.allow_failed is not None:
            old["allow_failed"] = self.allow_failed
        if self.ssl_options is not None:
            old["ssl"] = self.ssl_options
        return self.options.model_copy(update=old)

    def _client(self, options: HttpOptions) -> "httpx.Client":
        import httpx

        connect = options.timeout.connect_timeout or options.connect_timeout
        read = options.timeout.read_idle_timeout or options.read_idle_timeout or options.read_timeout
        timeout = httpx.Timeout(
            read.total_seconds() if read else READ_TIMEOUT_SECONDS,
            connect=connect.total_seconds() if connect else CONNECT_TIMEOUT_SECONDS,
        )
        proxy = None
        given = options.effective_proxy()
        if given.type != "DIRECT":
            user = (given.username, given.password or "") if given.username else None
            scheme, port = ("http", 80) if given.type == "HTTP" else ("socks5", 1080)
            proxy = httpx.Proxy(f"{scheme}://{given.address}:{given.port or port}", auth=user)
        try:
            return httpx.Client(
                timeout=timeout,
                proxy=proxy,
                verify=not options.ssl.insecure_trust_all_certificates,
                follow_redirects=options.follow_redirects,
                default_encoding=options.default_charset,
            )
        except ImportError as error:
            raise TaskFailure(
                "The proxy is a SOCKS one, and the library for those is not installed where the workers run. Install "
                "httpx[socks] there, or use a proxy of the type HTTP."
            ) from error

    def _request(self, context: TaskContext, options: HttpOptions, files: ExitStack) -> dict[str, Any]:
        import httpx

        headers = {"User-Agent": "dalsegno", **(self.headers or {})}
        request: dict[str, Any] = {"method": self.method.upper(), "url": self.uri, "headers": headers}
        user, password = options.basic_auth_user, options.basic_auth_password
        if options.auth is not None and options.auth.type == "BEARER":
            headers["Authorization"] = f"Bearer {options.auth.token}"
        elif options.auth is not None and options.auth.type == "DIGEST":
            request["auth"] = httpx.DigestAuth(options.auth.username or "", options.auth.password or "")
        elif options.auth is not None:
            user, password = options.auth.username, options.auth.password
        if user is not None and "auth" not in request:
            request["auth"] = (user, password or "")
        if self.params:
            request["params"] = {name: _as_text(value) for name, value in self.params.items()}
        if self.form_data is not None and self.content_type.partition(";")[0].strip().lower() == MULTIPART:
            request["files"] = [(name, _part(context, value, files)) for name, value in self.form_data.items()]
        elif self.form_data is not None:
            request["data"] = {name: _as_text(value) for name, value in self.form_data.items() if value is not None}
        elif self.body is not None:
            headers.setdefault("Content-Type", self.content_type)
            request["content"] = self.body.encode()
        return request

    def _tell(self, context: TaskContext, options: HttpOptions, response: "httpx.Response") -> None:
        """Logs what `options.logs` asks for."""
        tell = context.log.debug
        if "REQUEST_HEADERS" in options.logs:
            tell(f"Request headers: {_shown(response.request.headers)}")
        if "REQUEST_BODY" in options.logs and self.body is not None:
            tell(f"Request body: {self.body}")
        if "RESPONSE_HEADERS" in options.logs:
            tell(f"Response headers: {_shown(response.headers)}")


def all_headers(response: "httpx.Response") -> dict[str, list[str]]:
    """The values of each header, by its name in small letters."""
    headers: dict[str, list[str]] = {}
    for name, value in response.headers.multi_items():
        headers.setdefault(name, []).append(value)
    return headers


def _part(context: TaskContext, value: Any, files: ExitStack) -> tuple[str | None, Any]:
    """One part of a multipart body: its file name, none where it is no file, and its content."""
    name, content = None, value
    if isinstance(value, dict) and {"name", "content"} <= value.keys():
        name, content = str(value["name"]), value["content"]
    if isinstance(content, str) and content.startswith(SCHEMES):
        stream = files.enter_context(context.fetch(content).open("rb"))
        return name or PurePosixPath(content).name, stream
    return name, _as_text(content).encode()


def _as_text(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return [_as_text(item) for item in value]
    return json.dumps(value, ensure_ascii=False)


def _shown(headers: "httpx.Headers") -> str:
    pairs = ((name, "******" if name in HIDDEN_HEADERS else value) for name, value in headers.multi_items())
    return ", ".join(f"{name}: {value}" for name, value in pairs)


def _beginning(response: "httpx.Response") -> str:
    """The first characters of an error's body, which often says what is wrong."""
    text = b""
    for chunk in response.iter_bytes(SHOWN_BODY_CHARACTERS * 4):
        text += chunk
        if len(text) >= SHOWN_BODY_CHARACTERS * 4:
            break
    shown = " ".join(text.decode(response.encoding or "utf-8", "replace").split())[:SHOWN_BODY_CHARACTERS]
    return shown or "(empty body)"
