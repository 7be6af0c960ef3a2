"""When the reports of an edition were published."""

from dataclasses import replace
from datetime import timedelta

from ribao.render.bundle import Bundle
from ribao.render.hours import COVERED, WORTH_DRAWING, hours_of
from ribao.render.place import INDEX, Place
from ribao.render.site import front
from ribao.types.edition import Section
from tests.render import invented, walk


def busy(count: int, others: tuple[Section, ...] = ()) -> Bundle:
    """A story with ``count`` reports: one at its edition's close less ten minutes, all others nine hours before."""
    bundle = invented.bundle()
    section = bundle.edition.sections[0]
    one = section.entries[0].articles[0]
    close = bundle.edition.as_of
    late = replace(one, published_at=close - timedelta(minutes=10))
    early = [replace(one, id=f"{n:016x}", published_at=close - timedelta(hours=9)) for n in range(1, count)]
    entry = replace(section.entries[0], articles=(late, *early))
    return replace(bundle, edition=replace(bundle.edition, sections=(replace(section, entries=(entry,)), *others)))


def test_each_report_counts_in_its_hour() -> None:
    found = hours_of(busy(WORTH_DRAWING))
    assert found is not None
    assert found.reports == (0,) * 15 + (WORTH_DRAWING - 1,) + (0,) * 7 + (1,)
    assert found.most == WORTH_DRAWING - 1
    assert found.busiest == found.begins[15]
    assert len(found.begins) == COVERED


def test_a_day_of_little_news_has_no_chart() -> None:
    assert hours_of(busy(WORTH_DRAWING - 1)) is None
    assert hours_of(invented.empty()) is None


def test_the_front_page_draws_it_and_says_it() -> None:
    page = walk.tree(front(busy(40, invented.bundle().edition.sections[1:]), Place(here=INDEX)))
    section = page.xpath("//section[@class='hours']")
    assert "5月7日 22:00 起的一小时最多：40 篇" in " ".join("".join(section[0].itertext()).split())
    assert len(section[0].xpath(".//*[local-name()='rect']")) > 2
