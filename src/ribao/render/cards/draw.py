"""Drawing a card: masthead, a red rule, the headline, and what stands behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

from ribao.render.cards import masthead
from ribao.render.cards.fonts import Face, face
from ribao.render.text import inert

WIDTH, HEIGHT = 1200, 630
PAPER, INK, SOFT, RULE, ACCENT = "#fdfcf9", "#1b1a17", "#5d5a52", "#d8d3c8", "#b3261e"  # as static/css/10-base.css
MARGIN = 72
MOST_READ = 240  # characters of a headline that are looked at; no more would find room
SIZES = (68, 60, 54, 48)  # pixels of a headline's letters, the largest that holds it all
LINES = 4
LONGEST = 16  # letters of a word that stay together
_TOP, _FOOT = 190, 540  # where the headline begins, where what stands behind it does
_ROOM = WIDTH - 2 * MARGIN
_ELLIPSIS = "…"
_FEW = 0.85  # share of a text that a face must have, or the text is not drawn
_NO_BEGIN = "，。、；：！？）》”’】」』…—·,.;:!?)]}%"  # a line does not begin with these
_NO_END = "（《“‘【「『([{"  # nor end with these
_drawing = Lock()  # one at a time: a picture takes memory, and a font object serves one thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """``kicker``: what stands beside the masthead (the date), ``foot``: outlet, reports, sources. ``plain``: a line in
    figures and Latin letters that stands for the headline where no face can draw it.
    """

    title: str
    kicker: str
    headline: str
    foot: str
    plain: str = ""


def png(card: Card, chosen: Face | None = None) -> bytes:
    """The card as PNG. Equal cards give equal bytes on one machine. ``chosen``: None for the best face there is."""
    from PIL import Image, ImageDraw

    with _drawing:
        used = chosen or face()
        picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        pen = ImageDraw.Draw(picture)
        if fits(card.headline, used):
            _head(pen, card, used)
            _headline(pen, card.headline, used)
            _foot(pen, card, used)
        else:
            _without(pen, card, used)
        written = BytesIO()
        picture.quantize(64).save(written, "PNG", optimize=False, compress_level=9)
        return written.getvalue()


def fits(text: str, used: Face) -> bool:
    """Whether the face can draw it, but for a few characters that are left out."""
    letters = [one for one in _plain(text) if not one.isspace()]
    return bool(letters) and sum(map(used.has, letters)) >= _FEW * len(letters)


def _plain(text: str) -> str:
    return " ".join(inert(text[: 4 * MOST_READ]).split())[:MOST_READ]


def _drawable(text: str, used: Face) -> str:
    return " ".join("".join(one for one in _plain(text) if used.has(one)).split())


def _head(pen: Any, card: Card, used: Face) -> None:
    if fits(card.title, used):
        title = _cut(_drawable(card.title, used), used.at(52), 760)
        pen.text((MARGIN, 96), title, font=used.at(52), fill=INK, anchor="ls")
    elif card.title == masthead.NAME:
        masthead.draw(pen, MARGIN, 46, 48, INK)
    else:
        pen.text((MARGIN, 96), "RIBAO", font=used.at(52), fill=INK, anchor="ls")
    kicker = card.kicker if fits(card.kicker, used) else ""
    pen.text((WIDTH - MARGIN, 94), _drawable(kicker, used), font=used.at(28), fill=SOFT, anchor="rs")
    pen.rectangle((MARGIN, 120, WIDTH - MARGIN, 124), fill=ACCENT)


def _headline(pen: Any, text: str, used: Face) -> None:
    size, lines = _laid_out(_drawable(text, used), used)
    leading = round(size * 1.36)
    top = _TOP + (_FOOT - 40 - _TOP - leading * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * leading), line, font=used.at(size), fill=INK, anchor="la")


def _laid_out(text: str, used: Face) -> tuple[int, list[str]]:
    """The largest letters with which it has room, and its lines; what has none at all is cut."""
    pieces = _pieces(text)
    for size in SIZES:
        lines = list(_broken(pieces, used.at(size), _ROOM))
        if len(lines) <= LINES:
            return size, _even(pieces, used.at(size), lines)
    cut = lines[:LINES]
    return SIZES[-1], [*cut[:-1], _cut(cut[-1] + _ELLIPSIS * 3, used.at(SIZES[-1]), _ROOM)]


def _even(pieces: list[str], font: Any, lines: list[str]) -> list[str]:
    """The same in as many lines, about as long as each other: no last line of one character."""
    narrow, wide = _ROOM / len(lines), float(_ROOM)
    best = lines
    for _ in range(7):
        room = (narrow + wide) / 2
        found = list(_broken(pieces, font, room))
        if len(found) <= len(lines):
            best, wide = found, room
        else:
            narrow = room
    return best


def _broken(pieces: list[str], font: Any, room: float) -> Iterator[str]:
    line = ""
    for piece in pieces:
        if line and font.getlength(line + piece.rstrip()) > room:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> list[str]:
    """What a line does not break: Chinese words and Latin ones, with the marks beside them; 16 letters at most."""
    import rjieba

    pieces: list[str] = []
    for word in rjieba.cut(text):
        for part in (word[at : at + LONGEST] for at in range(0, len(word), LONGEST)):
            if pieces and _glued(pieces[-1], part):
                pieces[-1] += part
            else:
                pieces.append(part)
    return pieces


def _glued(before: str, part: str) -> bool:
    if part[0] in _NO_BEGIN or part[0] == " ":
        return len(before) < 2 * LONGEST
    latin = _latin(before[-1]) and _latin(part[0])
    return (before[-1] in _NO_END or latin) and len(before) + len(part) <= LONGEST


def _latin(one: str) -> bool:
    return (one.isalnum() and ord(one) < 0x2E80) or one in "-'’/.%"


def _cut(text: str, font: Any, room: int) -> str:
    if font.getlength(text) <= room:
        return text
    text = text.rstrip("…")
    while text and font.getlength(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _without(pen: Any, card: Card, used: Face) -> None:
    """No face for the headline: the masthead large, and a line in figures."""
    wide = masthead.width(masthead.NAME, 150)
    masthead.draw(pen, (WIDTH - wide) // 2, 170, 150, INK)
    pen.rectangle(((WIDTH - wide) // 2, 372, (WIDTH + wide) // 2, 376), fill=ACCENT)
    line = _cut(_drawable(card.plain, used), used.at(34), _ROOM) if fits(card.plain, used) else ""
    pen.text((WIDTH // 2, 452), line, font=used.at(34), fill=SOFT, anchor="ms")


def _foot(pen: Any, card: Card, used: Face) -> None:
    pen.rectangle((MARGIN, _FOOT, WIDTH - MARGIN, _FOOT + 1), fill=RULE)
    if fits(card.foot, used):
        line = _cut(_drawable(card.foot, used), used.at(28), _ROOM)
        pen.text((MARGIN, _FOOT + 46), line, font=used.at(28), fill=SOFT, anchor="ls")
