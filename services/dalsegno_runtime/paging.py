"""Pages of lists: sizes and opaque tokens that remember where the page before ended."""

import base64
import binascii
import json

from dalsegno_runtime.errors import InvalidField, InvalidPageToken

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 1000


def page_size(asked: int) -> int:
    """The size to use. Raises InvalidField below 0 or above 1000."""
    if not 0 <= asked <= MAX_PAGE_SIZE:
        raise InvalidField(
            "page_size", f"page_size is {asked}; give 1 to {MAX_PAGE_SIZE}, or 0 for {DEFAULT_PAGE_SIZE}."
        )
    return asked or DEFAULT_PAGE_SIZE


def make_token(*keys: str | int) -> str:
    """Packs the sort keys of the last row of a page."""
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode()


def read_token(token: str, *types: type) -> tuple[str | int, ...] | None:
    """Unpacks a token into keys of these types; None for the empty token of a first page.

    Raises:
        InvalidPageToken: it is not one of ours.
    """
    if not token:
        return None
    try:
        keys = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, binascii.Error):
        keys = None
    if not isinstance(keys, list) or [type(key) for key in keys] != list(types):
        raise InvalidPageToken(f"page_token {token[:40]!r} was not returned by this list. Start without a token.")
    return tuple(keys)
