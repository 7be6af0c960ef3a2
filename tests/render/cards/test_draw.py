"""The picture of a story or edition, as one who is sent its address sees it."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from ribao.render.cards import masthead
from ribao.render.cards.cards import edition_card, story_card
from ribao.render.cards.draw import HEIGHT, WIDTH, Card, _laid_out, fits, png
from ribao.render.cards.fonts import Face, face
from tests.render import invented, ledger

STORY = "000000000000abc0"
LATIN = Face()  # what Pillow carries: no Chinese
CARD = Card(title="智能日报", kicker="Friday", headline="A plant restarts", foot="A · 3 reports", plain="2026-05-08")


def opened(body: bytes) -> Image.Image:
    made = Image.open(BytesIO(body))
    made.load()
    return made.convert("RGB")


def ink(body: bytes, box: tuple[int, int, int, int]) -> int:
    """Dark pixels in a part of the picture."""
    part = opened(body).crop(box).convert("L")
    return sum(part.histogram()[:100])


@pytest.mark.parametrize("used", [None, LATIN], ids=["best", "latin"])
@pytest.mark.parametrize(
    "headline",
    [
        "云岬科技确认折叠屏推迟",
        "A plant restarts",
        "",
        " ",
        "长" * 3000,
        "x" * 3000,
        "\u202e反\x00\ud800",
        "💩" * 50,
        "<b>&amp;",
    ],
)
def test_it_has_its_size_and_stays_light(headline: str, used: Face | None) -> None:
    made = png(replace(CARD, headline=headline, foot=headline, title=headline), used)
    assert opened(made).size == (WIDTH, HEIGHT)
    assert len(made) < 120_000


def test_the_same_card_gives_the_same_bytes() -> None:
    assert png(CARD, LATIN) == png(CARD, LATIN)


def test_without_a_chinese_face_no_empty_box_stands_for_a_character() -> None:
    """A face draws one and the same box for whatever it lacks: the headline is left out, and the masthead is strokes."""
    chinese = png(replace(CARD, headline="云岬科技确认折叠屏推迟", kicker="星期五"), LATIN)
    other = png(replace(CARD, headline="完全不同的另一个标题", kicker="星期六"), LATIN)
    assert chinese == other
    assert ink(chinese, (200, 160, 1000, 330)) > 5000
    assert not fits("云岬", LATIN)
    assert fits("A plant, restarted: 3,000 people · 28.1 GB", LATIN)
    mostly = png(replace(CARD, headline="A plant restarts on Friday 5月"), LATIN)
    assert mostly == png(replace(CARD, headline="A plant restarts on Friday 5"), LATIN)


def test_the_masthead_of_our_own_has_every_character_of_the_name() -> None:
    assert set(masthead.CHARACTERS) == set(masthead.NAME)
    points = [point for strokes in masthead.CHARACTERS.values() for stroke in strokes for point in stroke]
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in points)


def test_a_headline_is_set_in_lines_that_fit_and_are_even() -> None:
    text = "Northwick chip plant restarts two of four lines after a week-long outage"
    size, lines = _laid_out(text, LATIN)
    assert " ".join(lines) == text
    lengths = [LATIN.at(size).getlength(line) for line in lines]
    assert max(lengths) <= WIDTH - 144
    assert min(lengths) > 0.6 * max(lengths)


def test_an_endless_headline_is_cut_with_an_ellipsis() -> None:
    size, lines = _laid_out("word " * 600, LATIN)
    assert len(lines) == 4
    assert lines[-1].endswith("…")
    assert all(LATIN.at(size).getlength(line) <= WIDTH - 144 for line in lines)


@pytest.mark.skipif(not face().chinese, reason="no Chinese face on this machine")
def test_with_a_chinese_face_the_headline_is_drawn() -> None:
    made = [png(replace(CARD, headline=text)) for text in ("云岬科技确认折叠屏推迟", "完全不同的另一个标题")]
    assert made[0] != made[1]
    assert all(ink(one, (72, 180, 1128, 520)) > 5000 for one in made)


def test_a_card_keeps_the_hedge_and_marks_promotion() -> None:
    card = story_card(ledger.bundle(hedge="未经证实："), STORY)
    assert card is not None
    assert card.headline == "未经证实：" + invented.NEWS[0][4]
    assert card.foot == "澜江日报 · 7 篇报道 · 4 家独立信源"
    assert card.plain == "2026-05-08 · 7 reports · 4 independent sources"
    assert story_card(invented.bundle(), "nothing") is None


def test_the_card_of_an_edition_tells_its_first_story_or_the_day() -> None:
    assert edition_card(ledger.bundle(hedge="未经证实：")).headline == "未经证实：" + invented.NEWS[0][4]
    assert edition_card(invented.bundle("en")).foot == "20 stories · 61 sources"
    assert edition_card(invented.empty("en")).headline == "Friday, 8 May 2026"
