"""Dates in other languages."""

import pytest

from dalsegno_flow.dates import UnknownLocale, to_zoned, write, zone

FRIDAY = to_zoned("2024-05-31T15:04:05Z", zone("UTC"))


@pytest.mark.parametrize(
    ("locale", "pattern", "text"),
    [
        ("fr_FR", "EEEE d MMMM yyyy", "vendredi 31 mai 2024"),
        ("de-DE", "EEE d. MMM yyyy", "Fr. 31. Mai 2024"),
        ("es", "EEEE 'de' MMMM", "viernes de mayo"),
        ("cs", "d. MMMM", "31. května"),
        ("cs", "LLLL", "květen"),
        ("en_GB", "short", "31/05/2024, 15:04"),
        ("de", "medium", "31.05.2024, 15:04:05"),
        ("ja", "medium", "2024/05/31 15:04:05"),
        ("fr", "yyyy-MM-dd", "2024-05-31"),
        ("fr", "iso_local_date", "2024-05-31"),
    ],
)
def test_names_and_styles_are_those_of_the_language(locale: str, pattern: str, text: str) -> None:
    assert write(FRIDAY, pattern, locale) == text


def test_without_a_locale_they_are_english() -> None:
    assert write(FRIDAY, "EEEE MMM a") == "Friday May PM"


@pytest.mark.parametrize("locale", ["xx", "fr_FR_more_and_more", "../../etc/passwd", " ", "\0"])
def test_a_locale_that_is_none_is_told(locale: str) -> None:
    with pytest.raises(UnknownLocale, match="Write a language, with a country if need be: fr or fr_FR"):
        write(FRIDAY, "yyyy", locale)
