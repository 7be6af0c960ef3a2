"""Sentences of Chinese and English news text, as spans: what is cut out stays a piece of the text, verbatim.

A quotation is never cut in two; abbreviations, initials and decimals end no sentence. Linear in the text.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_CJK_END = "。！？!?"
_END = re.compile(r"[。！？!?.…]+")
_MARK = re.compile(r"[。！？!?.…“「『（(【《\"]")  # an end or an opener: between those nothing happens
_CLOSERS = "”’」』）)】》\"'"
_OPENERS = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")", "【": "】", "《": "》", '"': '"'}
_LONGEST_QUOTE = 600  # characters; a quotation that is still open then was never closed
_AHEAD = 40  # characters that are looked at behind an end: keeps one endless line linear
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|Gen|Sen|Rep|Gov|Lt|Col|Capt|vs|etc|e\.g|i\.e|No|Inc|Ltd|Co|Corp|"
    r"U\.S|U\.K|U\.N|E\.U|D\.C|a\.m|p\.m|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|est|Fig)\.$"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def sentences(text: str) -> Iterator[Span]:
    """Spans (start, end exclusive) without surrounding blanks, in order; a sentence never crosses a line end."""
    at = 0
    for line in text.split("\n"):
        yield from ((at + start, at + end) for start, end in _of_line(line))
        at += len(line) + 1


def _of_line(line: str) -> Iterator[Span]:
    start = 0
    for end in _ends(line):
        yield from _trimmed(line, start, end)
        start = end
    yield from _trimmed(line, start, len(line))


def _trimmed(line: str, start: int, end: int) -> Iterator[Span]:
    piece = line[start:end]
    left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
    if left < right:
        yield start + left, start + right


def _ends(line: str) -> Iterator[int]:
    """Positions behind the last character of each sentence but perhaps the last."""
    start = at = 0
    while (mark := _MARK.search(line, at)) is not None:
        at = mark.start()
        closing = _closing(line, at)
        if closing is not None:
            ended = _ends_with_quote(line, start, at, closing)
            at = closing + 1
            if not ended:
                continue
            yield at
            start = at
            continue
        match = _END.match(line, at)
        if match is None:
            at += 1
            continue
        at = _behind_closers(line, match.end())
        if _is_end(line, match.start(), match.end(), at):
            yield at
            start = at


def _closing(line: str, at: int) -> int | None:
    """Where the quotation that opens at ``at`` closes; None when nothing opens, or it never closes."""
    closer = _OPENERS.get(line[at])
    if closer is None:
        return None
    found = line.find(closer, at + 1, at + _LONGEST_QUOTE)
    return found if found >= 0 else None


def _ends_with_quote(line: str, start: int, opened: int, closed: int) -> bool:
    """他说：“会赢。” ends here; “会赢。”他说。 does not; "We won." He left. does."""
    if line[closed - 1] not in _CJK_END + ".":
        return False
    rest = line[closed + 1 : closed + 1 + _AHEAD]
    if not rest.strip():
        return True
    if _CHINESE.search(line[opened:closed]):
        return bool(line[start:opened].strip()) and rest[0] not in "，,、；。！？的等是和与"
    return bool(re.match(r"\s+[“\"A-Z]", rest))


def _behind_closers(line: str, at: int) -> int:
    while at < len(line) and line[at] in _CLOSERS:
        at += 1
    return at


def _is_end(line: str, start: int, end: int, behind: int) -> bool:
    mark = line[start:end]
    if mark[-1] in "。！？" or (mark[-1] in "!?…" and _CHINESE.search(line[max(0, start - 8) : start])):
        return True
    if behind < len(line) and not line[behind].isspace():
        return False  # 3.5, example.com
    follows = line[behind : behind + _AHEAD].lstrip()[:1]
    if follows and not (follows.isupper() or follows.isdigit() or follows in "“\"'‘(" or _CHINESE.match(follows)):
        return False
    return mark != "." or not _ABBREVIATION.search(line[max(0, start - 12) : end])
