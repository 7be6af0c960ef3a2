"""What stands on the card of an edition, and on that of a story. Pure."""

from ribao.render import dates
from ribao.render.bundle import Bundle
from ribao.render.cards.draw import Card
from ribao.render.feeds.told import outlet
from ribao.render.html import in_its_language, plural
from ribao.render.text import cut
from ribao.render.view import Item, find_entry, item
from ribao.support.i18n import gettext as _
from ribao.support.i18n import speaking
from ribao.types.channel import TOP
from ribao.types.edition import Edition, Entry

LONGEST_OUTLET = 30  # characters


@in_its_language
def story_card(bundle: Bundle, story: str) -> Card | None:
    """None when the edition does not tell it. The headline keeps its hedge; promotion says so first."""
    found = find_entry(bundle, story)
    if found is None:
        return None
    one = item(bundle, found[1])
    marked = _("Promotion: %(headline)s") % {"headline": one.headline} if one.promotion else one.headline
    foot = " · ".join([cut(outlet(one.lead), LONGEST_OUTLET), *_weight(one)])
    with speaking("en"):  # a face without Chinese has Latin letters
        plain = " · ".join([bundle.edition.date.isoformat(), *_weight(one)])
    return Card(title=bundle.title, kicker=_day(bundle.edition), headline=marked, foot=foot, plain=plain)


@in_its_language
def edition_card(bundle: Bundle) -> Card:
    """Under the headline of its first story that is no promotion; of an edition without any, the day."""
    edition = bundle.edition
    first = next((one for entry in _leading(edition) for one in [item(bundle, entry)] if not one.promotion), None)
    stories = sum(len(section.entries) for section in edition.sections)
    sources = edition.counts.get("sources", 0)
    foot = [plural(stories, "%(n)s story", "%(n)s stories"), plural(sources, "%(n)s source", "%(n)s sources")]
    day = dates.long_day(edition.date)
    return Card(
        title=bundle.title,
        kicker=_day(edition),
        headline=first.headline if first else day,
        foot=" · ".join(foot if sources else foot[:1]),
        plain=edition.date.isoformat(),
    )


def _day(edition: Edition) -> str:
    """Invented news is told to be so on its picture too."""
    day = dates.long_day(edition.date)
    return f"{_('Sample edition')} · {day}" if edition.sample else day


def _leading(edition: Edition) -> list[Entry]:
    sections = sorted(edition.sections, key=lambda section: section.channel != TOP)
    return [entry for section in sections for entry in section.entries]


def _weight(one: Item) -> list[str]:
    reports = plural(one.articles, "%(n)s report", "%(n)s reports")
    sources = plural(one.outlets, "%(n)s independent source", "%(n)s independent sources")
    return [reports, sources]
