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

    connect_timeout: timedelta | None = Field(default=None, description="The longest time to connect.")
    read_idle_timeout: timedelta | None = Field(default=None, description="The longest time without a byte.")


class Auth(_Options):
    """BASIC sends `username` and `password`, DIGEST proves to know them, BEARER sends `token`."""

    type: Annotated[Literal["BASIC", "BEARER", "DIGEST"], BeforeValidator(upper)] = Field(description="How to log in.")
    username: Text | None = Field(default=None, description="The name to log in with.")
    password: Text | None = Field(default=None, description="The password to log in with.")
    token: Text | None = Field(default=None, description="What BEARER sends.")


class Ssl(_Options):
    """`insecureTrustAllCertificates` accepts any certificate: for a test server, never for the open internet."""

    insecure_trust_all_certificates: bool = Field(
        default=False,
        description="Whether any certificate is accepted: for a test server, never for the open internet.",
    )


class Proxy(_Options):
    type: Annotated[Literal["DIRECT", "HTTP", "SOCKS"], BeforeValidator(upper)] = Field(
        default="DIRECT", description="What kind of proxy it is."
    )
    address: Text | None = Field(default=None, description="The host of the proxy.")
    port: int | None = Field(default=None, description="The port of the proxy.")
    username: Text | None = Field(default=None, description="The name to log in with.")
    password: Text | None = Field(default=None, description="The password to log in with.")


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
    timeout: Timeout = Field(default=Timeout(), description="How long to wait.")
    proxy: Proxy = Field(default=Proxy(), description="The proxy to go through.")
    auth: Auth | None = Field(default=None, description="How to log in.")
    ssl: Ssl = Field(default=Ssl(), description="How certificates are checked.")
    follow_redirects: bool = Field(default=True, description="Whether redirections are followed.")
    allow_failed: bool = Field(default=False, description="Whether a status of 400 and above is no failure.")
    allowed_response_codes: IntegerList | None = Field(
        default=None, description="Where given, any other status is a failure."
    )
    default_charset: Annotated[str, AfterValidator(_known_charset)] = Field(
        default="UTF-8", description="The charset of a body that does not say which it has."
    )
    logs: Annotated[list[Annotated[Told, BeforeValidator(upper)]], BeforeValidator(from_json)] = Field(
        default_factory=list, description="What is logged at DEBUG; headers that authenticate are masked."
    )
    # Spelled so before Kestra 0.21.
    connect_timeout: timedelta | None = Field(default=None, description="Deprecated: `timeout.connectTimeout`.")
    read_timeout: timedelta | None = Field(default=None, description="Deprecated: `timeout.readIdleTimeout`.")
    read_idle_timeout: timedelta | None = Field(default=None, description="Deprecated: `timeout.readIdleTimeout`.")
    proxy_type: Annotated[Literal["DIRECT", "HTTP", "SOCKS"] | None, BeforeValidator(upper)] = Field(
        default=None, description="Deprecated: `proxy.type`."
    )
    proxy_address: Text | None = Field(default=None, description="Deprecated: `proxy.address`.")
    proxy_port: int | None = Field(default=None, description="Deprecated: `proxy.port`.")
    proxy_username: Text | None = Field(default=None, description="Deprecated: `proxy.username`.")
    proxy_password: Text | None = Field(default=None, description="Deprecated: `proxy.password`.")
    basic_auth_user: Text | None = Field(default=None, description="Deprecated: `auth.username`.")
    basic_auth_password: Text | None = Field(default=None, description="Deprecated: `auth.password`.")
    # Read, and without effect: bodies are read as they come, from a connection of their own.
    connection_pool_idle_timeout: timedelta | None = Field(
        default=None, description="Without effect: each request has a connection of its own."
    )
    max_content_length: int | None = Field(default=None, description="Without effect: bodies are read as they come.")
    log_level: Text | None = Field(default=None, description="Without effect: `logs` says what is logged.")

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
