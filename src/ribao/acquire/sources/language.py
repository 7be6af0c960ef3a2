"""Whether a document is Chinese: all that the readers need to know of language, for dates without a zone."""

import re
from collections.abc import Iterable

_HAN = re.compile("[\u4e00-\u9fff]")
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]")


def is_chinese(language: str, titles: Iterable[str]) -> bool | None:
    """By the titles first (blog software leaves its ``en-US`` in Chinese feeds), then by the declared language.

    None when nothing tells.
    """
    words = " ".join(title[:60] for title in titles)
    if not words.isascii() and _HAN.search(words):
        return not _KANA_OR_HANGUL.search(words)
    if language:
        return language.lower().startswith("zh")
    return None
