"""The name under which a downloaded file is stored."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote_plus, unquote, urlsplit

_EXTENDED = re.compile(r"filename\*\s*=\s*([^'\s]+)'[^']*'([^;]+)", re.IGNORECASE)
_PLAIN = re.compile(r"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]+))", re.IGNORECASE)


def from_content_disposition(header: str) -> str | None:
    """The file name of a Content-Disposition header without any path, encoded as in a URL's query (blank as "+").

    `filename*` (RFC 5987) wins over `filename`; nothing where neither names a file.
    """
    extended = _EXTENDED.search(header)
    if extended:
        try:
            return _safe(unquote(extended.group(2).strip().strip('"'), encoding=extended.group(1)))
        except LookupError:
            pass  # an unknown charset: the plain name may still do
    plain = _PLAIN.search(header)
    if not plain:
        return None
    quoted, bare = plain.groups()
    return _safe(re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else bare.strip())


def from_url(url: str) -> str:
    """The last part of a URL's path, encoded alike; "download" where there is none."""
    return _safe(unquote(urlsplit(url).path)) or "download"


def relative(name: str) -> str | None:
    """A name given by the flow's author: folders stay, but it cannot lead out of the task run's own folder."""
    path = PurePosixPath(name)
    if not name.strip() or path.is_absolute() or ".." in path.parts or "\\" in name:
        return None
    return str(path)


def _safe(name: str) -> str | None:
    last = re.split(r"[/\\]", name)[-1].strip()
    if last.strip(".") == "":
        return None
    return quote_plus(last, safe="-_.*")[:200]
