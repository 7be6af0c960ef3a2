"""Small things about text that several modules need."""

import re

# what shows nothing and can carry hidden words (zero width, direction marks, soft hyphens, tag characters), and what
# cannot be stored (controls, lone surrogates, non-characters)
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f"
    "\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]"
)
_NOT_LETTERS = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff]")


def one_line(text: str | None) -> str:
    """The text as one line: white space folded, what cannot be seen or stored removed."""
    if not text:
        return ""
    return " ".join(_UNSEEN.sub("", text).split())


def letters(text: str) -> str:
    """Letters and digits alone, lower case: equal for two lines that read the same."""
    return _NOT_LETTERS.sub("", text).lower()


def han_share(text: str) -> float:
    """Share of Chinese characters among the letters and digits of a text, 0 for Japanese (any kana to speak of)."""
    found = letters(text)
    if not found or len(_KANA.findall(found)) * 20 > len(found):
        return 0.0
    return len(_HAN.findall(found)) / len(found)
