import unicodedata
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field

from dalsegno_tasks.http.http_task import HttpTask, all_headers
from dalsegno_tasks.interface import Outputs, TaskContext, TaskFailure

if TYPE_CHECKING:
    import httpx

# Outputs of a task run take 4 MiB at most, with all that stands in them.
MAX_BODY_BYTES = 4 * 1024 * 1024


class Request(HttpTask):
    """Asks a server, and gives its answer as text; what is larger than an output can be is for http.Download."""

    type_name = "io.kestra.plugin.core.http.Request"
    aliases = ("io.kestra.plugin.fs.http.Request",)

    encrypt_body: bool = Field(
        False, description="Whether the body is kept encrypted, as `encryptedBody`; the executor needs a key for that."
    )

    @classmethod
    def secret_outputs(cls, properties: Mapping[str, Any]) -> Mapping[str, str]:
        return {"body": "encryptedBody"} if str(properties.get("encryptBody")).lower() == "true" else {}

    def run(self, context: TaskContext) -> Outputs:
        with self.answer(context) as response:
            body = self._body(response)
            code, uri = response.status_code, str(response.request.url)
            if "RESPONSE_BODY" in self.effective_options().logs:
                context.log.debug(f"Response body: {body}")  # noqa: G004 (no logging.Logger)
            context.log.debug(f"Request '{uri}' with the response code '{code}'")  # noqa: G004 (no logging.Logger)
            if "content-length" in response.headers:
                context.count("response.length", response.num_bytes_downloaded)
            outputs: dict[str, Any] = {"uri": uri, "code": code, "headers": all_headers(response)}
            return outputs if body is None else {**outputs, "body": body}

    def content(self, context: TaskContext, spend: Callable[[], None]) -> tuple[str | None, str]:
        """The body as text and its content type; `spend` is called for each part that comes, and may raise.

        Raises:
            TaskFailure: as `answer`.
        """
        with self.answer(context) as response:
            return self._body(response, spend), response.headers.get("content-type", "")

    def _body(self, response: "httpx.Response", spend: Callable[[], None] = lambda: None) -> str | None:
        """The body as text; None when there is none."""
        content = bytearray()
        for chunk in response.iter_bytes():
            spend()
            content += chunk
            if len(content) > MAX_BODY_BYTES:
                raise TaskFailure(
                    f"{self.asked()} was answered with more than {MAX_BODY_BYTES} bytes, which is more than an output "
                    "can have. Use io.kestra.plugin.core.http.Download, which stores the body as a file."
                )
        if not content:
            return None
        text = content.decode(response.encoding or "utf-8", "replace")
        strange = None if text.isascii() else next((one for one in text if unicodedata.category(one) == "Cn"), None)
        if strange is not None:
            raise TaskFailure(
                f"Illegal unicode code point in request body: {ord(strange)}, the Request task only supports valid "
                f"Unicode texts as body. {self.asked()} may give a file: use io.kestra.plugin.core.http.Download."
            )
        return text
