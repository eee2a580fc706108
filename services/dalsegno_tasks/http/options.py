"""The `options` of HTTP tasks: what of Kestra's HttpConfiguration is supported; the rest is refused by name."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel

from dalsegno_tasks.properties import IntegerList, Text, upper


class _Options(BaseModel):
    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, frozen=True, coerce_numbers_to_str=True
    )


class Timeout(_Options):
    """ISO 8601 durations such as PT10S, or seconds; none = the default of 30 seconds to connect, 5 minutes to read."""

    connect_timeout: timedelta | None = None
    read_idle_timeout: timedelta | None = None


class Auth(_Options):
    """BASIC sends `username` and `password`, BEARER sends `token`."""

    type: Annotated[Literal["BASIC", "BEARER"], BeforeValidator(upper)]
    username: Text | None = None
    password: Text | None = None
    token: Text | None = None


class Ssl(_Options):
    """`insecureTrustAllCertificates` accepts any certificate: for a test server, never for the open internet."""

    insecure_trust_all_certificates: bool = False


class Proxy(_Options):
    type: Annotated[Literal["DIRECT", "HTTP"], BeforeValidator(upper)] = "DIRECT"
    address: Text | None = None
    port: int | None = None
    username: Text | None = None
    password: Text | None = None


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
    # Spelled so before Kestra 0.21.
    connect_timeout: timedelta | None = None
    read_timeout: timedelta | None = None
    basic_auth_user: Text | None = None
    basic_auth_password: Text | None = None

    def is_allowed(self, code: int) -> bool:
        """Whether a response with this status may pass for a success."""
        if self.allow_failed:
            return True
        if self.allowed_response_codes is not None:
            return code in self.allowed_response_codes
        return code < 400
