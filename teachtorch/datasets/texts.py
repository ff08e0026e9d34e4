"""Text to learn from: the names of numbers, and a chapter of Alice.

:func:`number_names` follows three sets of rules, so what a model makes up can
be marked: it is the name of a number, or it is not. :func:`alice` is a text
that somebody wrote (``ALICE-NOTICE.txt`` says who, and when). Neither needs a
network. The chapter "Sequences" uses both.
"""

from __future__ import annotations

from pathlib import Path

_ALICE = Path(__file__).with_name("alice.txt")

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_CHINESE = "零一二三四五六七八九"
_VIETNAMESE = "không một hai ba bốn năm sáu bảy tám chín".split()


def number_names(language: str = "en") -> list[str]:
    """Spells the numbers from 1 to 9,999. All names differ.

    Args:
        language: ``"en"`` (English), ``"zh"`` (Chinese) or ``"vi"``
            (Vietnamese).

    Returns:
        9,999 names; the name of n is at place n - 1.

    >>> names = number_names()
    >>> names[6], names[4020]
    ('seven', 'four thousand twenty-one')
    >>> number_names("zh")[4020], number_names("vi")[4020]
    ('四千零二十一', 'bốn nghìn không trăm hai mươi mốt')
    """
    spell = {"en": _english, "zh": _chinese, "vi": _vietnamese}
    if language not in spell:
        raise ValueError(
            f"language should be one of {', '.join(spell)}, but got {language}"
        )
    return [spell[language](n) for n in range(1, 10_000)]


def alice() -> str:
    """Reads the first chapter of "Alice's Adventures in Wonderland" (1865).

    About 11,000 characters of plain ASCII, one paragraph after the other;
    the lines end as on a page.

    >>> alice().splitlines()[0]
    'Alice was beginning to get very tired of sitting by her sister on the'
    """
    return _ALICE.read_text(encoding="ascii")


def _english(n: int) -> str:
    if n < 20:
        return _ENGLISH[n]
    if n < 100:
        ones = f"-{_ENGLISH[n % 10]}" if n % 10 else ""
        return _ENGLISH_TENS[n // 10 - 2] + ones
    size, word = (1000, "thousand") if n >= 1000 else (100, "hundred")
    rest = f" {_english(n % size)}" if n % size else ""
    return f"{_english(n // size)} {word}{rest}"


def _chinese(n: int) -> str:
    name, gap = "", False
    for digit, unit in zip(f"{n:04}", "千百十 "):
        if digit == "0":
            gap = name != ""  # one 零 for all zeros inside the number
            continue
        name += "零" * gap + _CHINESE[int(digit)] + unit.strip()
        gap = False
    return name.removeprefix("一") if 10 <= n < 20 else name


def _vietnamese(n: int) -> str:
    thousands, hundreds, tens, ones = map(int, f"{n:04}")
    words = []
    if thousands:
        words += [_VIETNAMESE[thousands], "nghìn"]
    if hundreds or (thousands and n % 100):
        words += [_VIETNAMESE[hundreds], "trăm"]
    if tens == 0 and ones and words:
        words += ["linh"]
    if tens:
        words += ["mười"] if tens == 1 else [_VIETNAMESE[tens], "mươi"]
    if ones:
        special = {1: "mốt"} if tens > 1 else {}
        special |= {5: "lăm"} if tens else {}
        words += [special.get(ones, _VIETNAMESE[ones])]
    return " ".join(words)
