"""The names of numbers are right in three languages; Alice is unharmed."""

from __future__ import annotations

import hashlib

import pytest

from teachtorch.datasets import alice, number_names


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            {
                7: "seven",
                20: "twenty",
                21: "twenty-one",
                110: "one hundred ten",
                1005: "one thousand five",
                9999: "nine thousand nine hundred ninety-nine",
            },
        ),
        (
            "zh",
            {
                10: "十",
                15: "十五",
                20: "二十",
                105: "一百零五",
                115: "一百一十五",
                1000: "一千",
                1005: "一千零五",
                1010: "一千零一十",
                1100: "一千一百",
                2021: "二千零二十一",
            },
        ),
        (
            "vi",
            {
                10: "mười",
                15: "mười lăm",
                20: "hai mươi",
                21: "hai mươi mốt",
                105: "một trăm linh năm",
                111: "một trăm mười một",
                1000: "một nghìn",
                1005: "một nghìn không trăm linh năm",
                2021: "hai nghìn không trăm hai mươi mốt",
            },
        ),
    ],
)
def test_names_of_numbers(language, expected):
    names = number_names(language)
    assert {n: names[n - 1] for n in expected} == expected
    assert len(names) == len(set(names)) == 9_999


def test_an_unknown_language():
    with pytest.raises(ValueError, match="one of en, zh, vi, but got fr"):
        number_names("fr")


def test_alice_is_the_chapter():
    text = alice()
    assert text.startswith("Alice was beginning to get very tired")
    assert text.endswith("very soon finished off the cake.\n")
    assert text.count("\n\n") == 23  # 24 paragraphs
    found = hashlib.sha256(text.encode()).hexdigest()
    assert found.startswith("fb13eb505e636258")
