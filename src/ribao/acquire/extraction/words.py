"""Small things about text that several modules need."""

import re

# zero-width and direction characters, soft hyphens, tag characters: they show nothing and can carry hidden words
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[\s\u3000]+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff]")


def one_line(text: str | None) -> str:
    """The text as one line: white space folded, what cannot be seen or stored removed."""
    if not text:
        return ""
    return _SPACES.sub(" ", _CONTROL.sub("", INVISIBLE.sub("", text))).strip()


def letters(text: str) -> str:
    """Letters and digits alone, lower case: equal for two lines that read the same."""
    return _NOT_LETTERS.sub("", text).lower()


def han_share(text: str) -> float:
    """Share of Chinese characters among the letters and digits of a text, 0 for Japanese (any kana to speak of)."""
    found = letters(text)
    if not found or len(_KANA.findall(found)) * 20 > len(found):
        return 0.0
    return len(_HAN.findall(found)) / len(found)
