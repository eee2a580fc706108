"""Takes what must not leave out of texts, and puts it back where it is named.

Known secrets are hidden, and what looks like one: keys, tokens, passwords, private keys. A place holder tells nothing
of what it stands for.
"""

import re

HOLDER = re.compile(r"⟨hidden \d+⟩")
_NAMED = (
    r"(?i:\b[\w-]{0,40}(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential"
    r"|authorization)[\w-]{0,40})[\"']?\s*[:=]\s*(?i:(?:basic|bearer)\s+)?"
)
# What follows such a name, unless it is a template; and what is a key wherever it stands.
_LOOKS_SECRET = re.compile(
    rf"(?:{_NAMED})[\"']?(?P<value>[^\s\"'{{}}\[\],&⟨][^\s\"'{{}}\[\],&⟨]{{3,}})"
    r"|(?i:\b(?:bearer|basic))\s+(?P<bearer>[A-Za-z0-9+/=._~-]{8,})"
    r"|://[^/\s:@{]+:(?P<user>[^/\s@{]+)@"
    r"|(?P<block>-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z))"
    r"|\b(?P<key>(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}"
    r"|sk-[\w-]{16,}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+)",
    re.DOTALL,
)


class Hidden:
    """What was taken out of some texts; the same thing has the same holder in all of them."""

    def __init__(self, secrets: "re.Pattern[str] | None" = None) -> None:
        """`secrets` matches those that are known."""
        self._secrets = secrets
        self._holders: dict[str, str] = {}

    def hide(self, text: str) -> str:
        """The text with holders in place of what must not leave."""
        if self._secrets is not None:
            text = self._secrets.sub(lambda found: self._holder(found[0]), text)
        return _LOOKS_SECRET.sub(self._in_place, text)

    def restore(self, text: str) -> str:
        """The text with what its holders stand for; holders that were never given stay."""
        values = {holder: value for value, holder in self._holders.items()}
        return HOLDER.sub(lambda found: values.get(found[0], found[0]), text)

    def _in_place(self, found: "re.Match[str]") -> str:
        name = found.lastgroup or ""
        start, end = found.span(name)
        before, after = found[0][: start - found.start()], found[0][end - found.start() :]
        return before + self._holder(found[name]) + after

    def _holder(self, value: str) -> str:
        return self._holders.setdefault(value, f"⟨hidden {len(self._holders) + 1}⟩")
