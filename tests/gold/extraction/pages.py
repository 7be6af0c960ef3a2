"""The gold set: forty invented pages, each markup with two articles, and what must be read from each."""

from dataclasses import dataclass

from tests.gold.extraction.facts import FACTS, Facts
from tests.gold.extraction.markup import MARKUPS, newsflash


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPage:
    id: str
    url: str
    body: bytes
    content_type: str
    facts: Facts
    text: str


def gold_pages() -> tuple[GoldPage, ...]:
    pages = []
    for number, markup in enumerate(MARKUPS):
        for turn in range(2):
            facts = FACTS[(2 * number + 5 * turn) % len(FACTS)]
            body, content_type = markup(facts)
            paragraphs = facts.paragraphs[:2] if markup is newsflash else facts.paragraphs
            pages.append(
                GoldPage(
                    id=f"{markup.__name__}/{turn}",
                    url=f"https://news.{markup.__name__.replace('_', '-')}.example/2026/0106/202601.shtml",
                    body=body,
                    content_type=content_type,
                    facts=facts,
                    text="\n".join(paragraphs),
                )
            )
    return tuple(pages)
