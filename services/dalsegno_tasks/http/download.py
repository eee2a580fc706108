from typing import TYPE_CHECKING, Any, Self

from pydantic import model_validator

from dalsegno_tasks.http import file_names
from dalsegno_tasks.http.options import HttpOptions, Ssl
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import TextMap, ValueMap

if TYPE_CHECKING:
    import httpx

CONNECT_TIMEOUT_SECONDS = 30.0
READ_TIMEOUT_SECONDS = 300.0
CHUNK_BYTES = 1 << 20
SHOWN_BODY_CHARACTERS = 300


class Download(Task):
    """Downloads a file over HTTP, in chunks, into the execution's storage.

    A response with a Content-Encoding is stored decoded, as a browser would save it, and `length` counts what is
    stored. A body that ends before its Content-Length breaks the download off.
    """

    type_name = "io.kestra.plugin.core.http.Download"
    aliases = ("io.kestra.plugin.fs.http.Download",)

    uri: str
    method: str = "GET"
    body: str | None = None
    form_data: ValueMap | None = None
    params: ValueMap | None = None
    content_type: str = "application/json"
    headers: TextMap | None = None
    options: HttpOptions = HttpOptions()
    # Both deprecated in favour of `options`.
    allow_failed: bool | None = None
    ssl_options: Ssl | None = None
    fail_on_empty_response: bool = True
    save_as: str | None = None

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if self.body is not None and self.form_data is not None:
            raise ValueError("body and formData exclude each other; give one of them.")
        return self

    def run(self, context: TaskContext) -> Outputs:
        import httpx

        options = self._effective_options()
        try:
            with (
                self._client(options) as client,
                client.stream(**self._request(options)) as response,
            ):
                return self._store(context, response, options)
        except httpx.TimeoutException as error:
            raise TaskFailure(
                f"{self._asked()} timed out ({type(error).__name__}). Try again, or raise options.timeout."
            ) from error
        except httpx.ConnectError as error:
            raise TaskFailure(
                f"{self._asked()} found no server: {error}. Check the host name, the port and the network."
            ) from error
        except httpx.TooManyRedirects as error:
            raise TaskFailure(f"{self._asked()} was redirected too often. Check the address.") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise TaskFailure(f"'{self.uri}' is no address that can be downloaded: {error}.") from error
        except httpx.HTTPError as error:
            raise TaskFailure(
                f"{self._asked()} broke off: {str(error).rstrip('.') or type(error).__name__}. Try again."
            ) from error

    def _store(self, context: TaskContext, response: "httpx.Response", options: HttpOptions) -> Outputs:
        code = response.status_code
        if not options.is_allowed(code):
            raise TaskFailure(
                f"{self._asked()} was answered with status {code} {response.reason_phrase}: {_beginning(response)}"
            )
        with context.create(self._file_name(response)) as file:
            length = 0
            for chunk in response.iter_bytes(CHUNK_BYTES):
                file.write(chunk)
                length += len(chunk)
            if length == 0:
                self._refuse_empty(context, options)
        context.log.debug(f"File '{self.uri}' downloaded with size '{length}'")  # noqa: G004 (no logging.Logger)
        context.count("response.length", length)
        headers: dict[str, list[str]] = {}
        for name, value in response.headers.multi_items():
            headers.setdefault(name, []).append(value)
        return {"uri": file.uri, "code": code, "length": length, "headers": headers}

    def _refuse_empty(self, context: TaskContext, options: HttpOptions) -> None:
        if not self.fail_on_empty_response:
            context.log.warning(f"File '{self.uri}' is empty")  # noqa: G004 (no logging.Logger)
        elif not options.allow_failed:
            raise TaskFailure(
                f"No response from server: {self._asked()} gave an empty body. "
                "Set failOnEmptyResponse to false if that is right."
            )

    def _file_name(self, response: "httpx.Response") -> str:
        if self.save_as is not None:
            name = file_names.relative(self.save_as)
            if name is None:
                raise TaskFailure(f"saveAs cannot be '{self.save_as}': give a relative path without '..'.")
            return name
        disposition = response.headers.get("content-disposition", "")
        return file_names.from_content_disposition(disposition) or file_names.from_url(self.uri)

    def _asked(self) -> str:
        return f"{self.method.upper()} {self.uri}"

    def _effective_options(self) -> HttpOptions:
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
        read = options.timeout.read_idle_timeout or options.read_timeout
        timeout = httpx.Timeout(
            read.total_seconds() if read else READ_TIMEOUT_SECONDS,
            connect=connect.total_seconds() if connect else CONNECT_TIMEOUT_SECONDS,
        )
        proxy = None
        if options.proxy.type == "HTTP":
            user = (options.proxy.username, options.proxy.password or "") if options.proxy.username else None
            proxy = httpx.Proxy(f"http://{options.proxy.address}:{options.proxy.port or 80}", auth=user)
        return httpx.Client(
            timeout=timeout,
            proxy=proxy,
            verify=not options.ssl.insecure_trust_all_certificates,
            follow_redirects=options.follow_redirects,
        )

    def _request(self, options: HttpOptions) -> dict[str, Any]:
        headers = {"User-Agent": "dalsegno", **(self.headers or {})}
        user, password = options.basic_auth_user, options.basic_auth_password
        if options.auth and options.auth.type == "BASIC":
            user, password = options.auth.username, options.auth.password
        elif options.auth:
            headers["Authorization"] = f"Bearer {options.auth.token}"
        request: dict[str, Any] = {"method": self.method.upper(), "url": self.uri, "headers": headers}
        if user is not None:
            request["auth"] = (user, password or "")
        if self.params:
            request["params"] = self.params
        if self.form_data is not None:
            request["data"] = self.form_data
        elif self.body is not None:
            headers.setdefault("Content-Type", self.content_type)
            request["content"] = self.body.encode()
        return request


def _beginning(response: "httpx.Response") -> str:
    """The first characters of an error's body, which often says what is wrong."""
    text = b""
    for chunk in response.iter_bytes(SHOWN_BODY_CHARACTERS * 4):
        text += chunk
        if len(text) >= SHOWN_BODY_CHARACTERS * 4:
            break
    shown = " ".join(text.decode(response.encoding or "utf-8", "replace").split())[:SHOWN_BODY_CHARACTERS]
    return shown or "(empty body)"
