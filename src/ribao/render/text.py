"""Text on its way out: made inert, cut to what may be shown, told apart by language. All pure."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

EXCERPT = 200  # characters of one article that a public page shows unless its source's licence allows more

# what XML forbids, other control characters, and the marks that turn the reading direction of what follows
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile("[A-Za-z]")
_SENTENCE_END = re.compile("[。！？!?…]|[.](?=\\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A cited span between what stands around it in its paragraph; ``paragraph`` counts from 1."""

    before: str
    quoted: str
    after: str
    paragraph: int


def inert(text: str) -> str:
    """``text`` without characters that are invisible, forbidden in XML, or change the direction of reading."""
    return _UNSEEN.sub("", text)


def web_address(url: str) -> str:
    """``url`` when it is a plain http or https address, else nothing: no link may run a script or open a file."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or _UNSEEN.search(url):
        return ""
    return url


def language_of(text: str, hint: str = "") -> str:
    """BCP 47 tag for the ``lang`` attribute: Chinese where the text has Han characters to speak of, else ``hint`` or English."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if han and (hint.startswith("zh") or han * 10 >= latin):  # product names take many letters to say little
        return hint if hint.startswith("zh") else "zh-Hans"
    if latin and (not hint or hint.startswith("zh")):
        return "en"
    return hint or "zh-Hans"


def width(text: str) -> float:
    """How many Chinese characters wide ``text`` is, about: Latin letters and figures take half."""
    return sum(1.0 if ord(one) > 0x2E7F else 0.49 for one in text)


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters and an ellipsis, ended after a sentence when one ends in the last half."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    if ends and ends[-1] >= limit // 2:
        told = head[: ends[-1]].rstrip()
        return told + ("…" if width(told[-1:]) == 1 else " …")
    return head.rstrip() + "…"


def excerpt(paragraphs: tuple[str, ...], limit: int) -> tuple[str, ...]:
    """The first paragraphs, ``limit`` characters in all (the ellipsis not counted)."""
    shown: list[str] = []
    for paragraph in paragraphs:
        left = limit - sum(map(len, shown))
        if left <= 0:
            break
        shown.append(cut(paragraph, left))
        if len(paragraph) > left:  # what follows a cut would read as if it followed at once
            break
    return tuple(shown)


def quote(paragraphs: tuple[str, ...], start: int, end: int, around: int) -> Quote | None:
    """Characters ``start`` to ``end`` of the paragraphs joined by newlines, with ``around`` characters of context.

    None when the span lies outside the text. A span over several paragraphs is shown from the one it begins in.
    """
    text = "\n".join(paragraphs)
    if not 0 <= start < end <= len(text):
        return None
    opening = text.rfind("\n", 0, start) + 1
    closing = text.find("\n", end)
    before = text[opening:start]
    after = text[end : closing if closing >= 0 else len(text)]
    return Quote(
        before=before if len(before) <= around // 2 else "…" + before[len(before) - around // 2 :],
        quoted=text[start:end],
        after=after if len(after) <= around - around // 2 else after[: around - around // 2] + "…",
        paragraph=text.count("\n", 0, start) + 1,
    )
