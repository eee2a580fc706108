"""`numberFormat` prints as DecimalFormat of Java 17 does, from which the expected texts are."""

import pytest

from dalsegno_flow.expressions import BareError, Engine, EvaluationError
from dalsegno_flow.expressions.decimal_format import InvalidNumberPattern, compile_pattern

# pattern: what 0, -7, 1234567, 0.5, -0.4, 0.125, 2.675, 1234.5678 and 99.995 become, halves going to even
PRINTED = {
    "": "0 -7 1,234,567 .5 -.4 .125 2.675 1,234.5678 99.995",
    "#": "0 -7 1234567 0 -0 0 3 1235 100",
    "#.##": "0 -7 1234567 0.5 -0.4 0.12 2.67 1234.57 100",
    "#.0": ".0 -7.0 1234567.0 .5 -.4 .1 2.7 1234.6 100.0",
    ".##": ".0 -7.0 1234567.0 .5 -.4 .12 2.67 1234.57 100.0",
    "#,##0.00": "0.00 -7.00 1,234,567.00 0.50 -0.40 0.12 2.67 1,234.57 100.00",
    "000.000": "000.000 -007.000 1234567.000 000.500 -000.400 000.125 002.675 1234.568 099.995",
    "0.": "0. -7. 1234567. 0. -0. 0. 3. 1235. 100.",
    "#.#%": "0% -700% 123456700% 50% -40% 12.5% 267.5% 123456.8% 9999.5%",
    "‰0": "‰0 -‰7000 ‰1234567000 ‰500 -‰400 ‰125 ‰2675 ‰1234568 ‰99995",
    "$#,##0.00;($#,##0.00)": "$0.00 ($7.00) $1,234,567.00 $0.50 ($0.40) $0.12 $2.67 $1,234.57 $100.00",
    "'#'0": "#0 -#7 #1234567 #0 -#0 #0 #3 #1235 #100",
    "o''clock0": "o'clock0 -o'clock7 o'clock1234567 o'clock0 -o'clock0 o'clock0 o'clock3 o'clock1235 o'clock100",
    "0;0": "0 -7 1234567 0 -0 0 3 1235 100",
    "#,##,###0": "0 -7 123,4567 0 -0 0 3 1235 100",
    "0,0.0": "0,0.0 -0,7.0 1,2,3,4,5,6,7.0 0,0.5 -0,0.4 0,0.1 0,2.7 1,2,3,4.6 1,0,0.0",
    "0.###E0": "0E0 -7E0 1.235E6 5E-1 -4E-1 1.25E-1 2.675E0 1.235E3 1E2",
    "##0.##E0": "0E0 -7E0 1.2346E6 500E-3 -400E-3 125E-3 2.675E0 1.2346E3 99.995E0",
    "00.###E0": "00E0 -70E-1 12.346E5 50E-2 -40E-2 12.5E-2 26.75E-1 12.346E2 99.995E0",
    ".00E0": ".00E0 -.70E1 .12E7 .50E0 -.40E0 .12E0 .27E1 .12E4 .10E3",
    "#E0": "E0 -.7E1 .1E7 .5E0 -.4E0 .1E0 .3E1 .1E4 .1E3",
    "##0.#####E00": "0E00 -7E00 1.234567E06 500E-03 -400E-03 125E-03 2.675E00 1.2345678E03 99.995E00",
}
NUMBERS = [0, -7, 1234567, 0.5, -0.4, 0.125, 2.675, 1234.5678, 99.995]


@pytest.mark.parametrize("pattern", PRINTED)
def test_a_number_is_printed_as_java_does(pattern: str) -> None:
    assert [compile_pattern(pattern).format(number) for number in NUMBERS] == PRINTED[pattern].split()


def test_without_a_pattern_there_are_commas_and_three_digits_behind_the_point() -> None:
    assert Engine().render("{{ 1234567.8916 | numberFormat }} {{ null | numberFormat }}", {}) == "1,234,567.892 "


def test_numbers_without_digits_have_names() -> None:
    percent = compile_pattern("0%")
    assert [percent.format(float(name)) for name in ("nan", "inf", "-inf")] == ["NaN", "∞%", "-∞%"]


def test_the_largest_numbers_are_printed_whole() -> None:
    assert compile_pattern("#,##0").format(-(2**63)) == "-9,223,372,036,854,775,808"
    assert compile_pattern("0.0").format(1e300) == f"1{'0' * 300}.0"


@pytest.mark.parametrize(
    "pattern", ["0#", "#0#", "0.#0", "0.0.0", "0,", "0E", "0;#;", "0.0,0", "'0", "0'a", "0 0", "9" * 401]
)
def test_what_is_no_pattern_is_refused_in_javas_words(pattern: str) -> None:
    with pytest.raises(InvalidNumberPattern) as refusal:
        compile_pattern(pattern)
    assert str(refusal.value) == f'Malformed pattern "{pattern[:400]}"'


def test_a_template_shows_what_is_wrong_with_the_pattern_or_the_value() -> None:
    with pytest.raises(BareError) as bad_pattern:
        Engine().render("{{ 1 | numberFormat('0%%') }}", {})
    assert str(bad_pattern.value) == 'Too many percent/per mille characters in pattern "0%%"'
    with pytest.raises(EvaluationError) as bad_value:
        Engine().render("{{ '1' | numberFormat }}", {})
    assert bad_value.value.message == "The input for the 'NumberFormat' filter has to be a number."
