"""The `options` of HTTP tasks: what of Kestra's HttpConfiguration is supported; the rest is refused by name."""

import codecs
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from dalsegno_tasks.properties import IntegerList, Text, from_json, is_template, upper


class _Options(BaseModel):
    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, frozen=True, coerce_numbers_to_str=True
    )


class Timeout(_Options):
    """ISO 8601 durations such as PT10S, or seconds; none = the default of 30 seconds to connect, 5 minutes to read."""

    connect_timeout: timedelta | None = None
    read_idle_timeout: timedelta | None = None


class Auth(_Options):
    """BASIC sends `username` and `password`, DIGEST proves to know them, BEARER sends `token`."""

    type: Annotated[Literal["BASIC", "BEARER", "DIGEST"], BeforeValidator(upper)]
    username: Text | None = None
    password: Text | None = None
    token: Text | None = None


class Ssl(_Options):
    """`insecureTrustAllCertificates` accepts any certificate: for a test server, never for the open internet."""

    insecure_trust_all_certificates: bool = False


class Proxy(_Options):
    type: Annotated[Literal["DIRECT", "HTTP", "SOCKS"], BeforeValidator(upper)] = "DIRECT"
    address: Text | None = None
    port: int | None = None
    username: Text | None = None
    password: Text | None = None


def _known_charset(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError as error:
        if is_template(name):
            return name
        raise ValueError("there is no such charset; give one such as UTF-8.") from error
    return name


Told = Literal["REQUEST_HEADERS", "REQUEST_BODY", "RESPONSE_HEADERS", "RESPONSE_BODY"]


class HttpOptions(_Options):
    timeout: Timeout = Timeout()
    proxy: Proxy = Proxy()
    auth: Auth | None = None
    ssl: Ssl = Ssl()
    follow_redirects: bool = True
    # A status of 400 and above is no failure.
    allow_failed: bool = False
    # Where given, any other status is a failure.
    allowed_response_codes: IntegerList | None = None
    # Of a body that does not say which it has.
    default_charset: Annotated[str, AfterValidator(_known_charset)] = "UTF-8"
    # What is logged at DEBUG; headers that authenticate are masked.
    logs: Annotated[list[Annotated[Told, BeforeValidator(upper)]], BeforeValidator(from_json)] = Field(
        default_factory=list
    )
    # Spelled so before Kestra 0.21.
    connect_timeout: timedelta | None = None
    read_timeout: timedelta | None = None
    read_idle_timeout: timedelta | None = None
    proxy_type: Annotated[Literal["DIRECT", "HTTP", "SOCKS"] | None, BeforeValidator(upper)] = None
    proxy_address: Text | None = None
    proxy_port: int | None = None
    proxy_username: Text | None = None
    proxy_password: Text | None = None
    basic_auth_user: Text | None = None
    basic_auth_password: Text | None = None
    # Read, and without effect: bodies are read as they come, from a connection of their own.
    connection_pool_idle_timeout: timedelta | None = None
    max_content_length: int | None = None
    log_level: Text | None = None

    def effective_proxy(self) -> Proxy:
        """`proxy`, or else what the old spellings say."""
        if self.proxy.type != "DIRECT" or self.proxy_address is None:
            return self.proxy
        return Proxy(
            type=self.proxy_type or "HTTP",
            address=self.proxy_address,
            port=self.proxy_port,
            username=self.proxy_username,
            password=self.proxy_password,
        )

    def is_allowed(self, code: int) -> bool:
        """Whether a response with this status may pass for a success."""
        if self.allow_failed:
            return True
        if self.allowed_response_codes is not None:
            return code in self.allowed_response_codes
        return code < 400
