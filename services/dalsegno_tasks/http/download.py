from typing import TYPE_CHECKING

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.http import file_names
from dalsegno_tasks.http.http_task import HttpTask, all_headers
from dalsegno_tasks.interface import Outputs, TaskContext, TaskFailure

if TYPE_CHECKING:
    import httpx

CHUNK_BYTES = 1 << 20


class Download(HttpTask):
    """Downloads a file over HTTP, in chunks, into the execution's storage.

    A response with a Content-Encoding is stored decoded, as a browser would save it, and `length` counts what is
    stored. A body that ends before its Content-Length breaks the download off.
    """

    type_name = "io.kestra.plugin.core.http.Download"
    effects = Effects.IDEMPOTENT
    aliases = ("io.kestra.plugin.fs.http.Download",)

    fail_on_empty_response: bool = Field(True, description="Whether a response without a body is a failure.")
    save_as: str | None = Field(
        None, description="The name of the stored file; from the response or the address when left out."
    )

    def run(self, context: TaskContext) -> Outputs:
        with self.answer(context) as response:
            return self._store(context, response)

    def _store(self, context: TaskContext, response: "httpx.Response") -> Outputs:
        with context.create(self._file_name(response)) as file:
            length = 0
            for chunk in response.iter_bytes(CHUNK_BYTES):
                file.write(chunk)
                length += len(chunk)
            if length == 0:
                self._refuse_empty(context)
        context.log.debug(f"File '{self.uri}' downloaded with size '{length}'")  # noqa: G004 (no logging.Logger)
        context.count("response.length", length)
        return {"uri": file.uri, "code": response.status_code, "length": length, "headers": all_headers(response)}

    def _refuse_empty(self, context: TaskContext) -> None:
        if not self.fail_on_empty_response:
            context.log.warning(f"File '{self.uri}' is empty")  # noqa: G004 (no logging.Logger)
        elif not self.effective_options().allow_failed:
            raise TaskFailure(
                f"No response from server: {self.asked()} gave an empty body. "
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
