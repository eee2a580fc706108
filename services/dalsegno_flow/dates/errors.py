"""What can go wrong with dates; each text is the one java.time gives, since flow authors know it and search for it.

DateError
├── InvalidPattern        the pattern does not compile
├── DateTimeParseError    a text does not follow its pattern, or names no date
├── UnknownZone           no such time zone
├── UnknownLocale         no such language or country
├── UnknownUnit           no such unit of time
└── DateOutOfRange        the result cannot be held, or cannot be printed in the width asked for
"""

MAX_QUOTED_CHARACTERS = 64


class DateError(Exception):
    """Base of everything this package raises on purpose."""


class InvalidPattern(DateError):
    """The pattern is not one that java.time.format.DateTimeFormatter accepts."""


class UnknownLocale(DateError):
    """There is no locale of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Invalid locale format: {name}. Write a language, with a country if need be: fr or fr_FR.")


class UnknownZone(DateError):
    """The name is neither an offset nor a region of the tz database."""


class UnknownUnit(DateError):
    """The name is not a java.time.temporal.ChronoUnit that a date can be moved by."""


class DateOutOfRange(DateError):
    """The date lies outside the years 1 to 9999, or its field is wider than the pattern allows."""


class DateTimeParseError(DateError):
    """A text could not be parsed; the string of this error is DateTimeParseException's message.

    Attributes:
        text: the whole text, however long.
        index: where in it reading stopped; None when every character was read but the fields make no date.
        reason: the message's part after "could not be parsed".
    """

    def __init__(self, text: str, index: int | None, reason: str) -> None:
        super().__init__(text, index, reason)
        self.text, self.index, self.reason = text, index, reason

    def __str__(self) -> str:
        text = self.text
        shown = text if len(text) <= MAX_QUOTED_CHARACTERS else text[:MAX_QUOTED_CHARACTERS] + "..."
        join = ": " if self.index is None else ", " if self.reason.startswith("unparsed") else " "
        return f"Text '{shown}' could not be parsed{join}{self.reason}"
