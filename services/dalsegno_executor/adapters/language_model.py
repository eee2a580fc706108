"""A language model behind an endpoint that speaks the OpenAI protocol (POST /chat/completions)."""

import asyncio
import json
from typing import Any

import httpx

from dalsegno_executor.ports import NoAnswer

MAX_ANSWER_BYTES = 256 * 1024
MAX_TOKENS = 2_000


class ChatModel:
    """Implements `ports.LanguageModel`. What it is told goes to the endpoint alone: it follows no redirect."""

    def __init__(self, url: str, model: str, key: str, seconds: float) -> None:
        """`url` is that of the API, such as http://127.0.0.1:11434/v1."""
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._key = key
        self._seconds = seconds

    async def ask(self, instructions: str, question: str) -> str:
        headers = {"authorization": f"Bearer {self._key}"} if self._key else {}
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": question}]
        body = {"model": self._model, "messages": messages, "temperature": 0, "max_tokens": MAX_TOKENS}
        try:
            async with (
                asyncio.timeout(self._seconds),
                httpx.AsyncClient(timeout=self._seconds) as client,
                client.stream("POST", self._url, json=body, headers=headers) as response,
            ):
                return _content(response.status_code, await _bounded(response))
        except TimeoutError as error:
            raise NoAnswer(f"It did not answer within {self._seconds:g} s.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # The text of an error may name the URL, and with it what stands in there.
            raise NoAnswer(f"It cannot be reached ({type(error).__name__}).") from error


async def _bounded(response: httpx.Response) -> bytes:
    found = bytearray()
    async for chunk in response.aiter_bytes():
        found += chunk
        if len(found) > MAX_ANSWER_BYTES:
            raise NoAnswer(f"Its answer has more than {MAX_ANSWER_BYTES} bytes.")
    return bytes(found)


def _content(status: int, body: bytes) -> str:
    if status != httpx.codes.OK:
        raise NoAnswer(f"It answered with status {status}.")
    try:
        choice: Any = json.loads(body)["choices"][0]
        message = choice["message"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NoAnswer("What it answered is no chat completion.") from error
    if not isinstance(message, dict) or message.get("refusal"):
        raise NoAnswer("It refused to answer.")
    if choice.get("finish_reason") == "length":
        raise NoAnswer("Its answer was cut off.")
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        raise NoAnswer("Its answer is empty.")
    return content
