"""Which pictures a page shows, and under which addresses of our own: ``p/SIGNATURE/WIDTH/ARTICLE.REVISION.NUMBER``.

At most one stands on a page unless the owner wants more. None of promotion is shown, none of the invented sample, and
none that a source puts under many of its articles, for that is its emblem and tells nothing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ribao.edit.marks import promotional
from ribao.render.bundle import Bundle
from ribao.render.promotion import originals_of
from ribao.render.text import cut, language_of
from ribao.render.view import Item, Reading
from ribao.types.article import Article, Picture
from ribao.types.showing import Showing

WIDTHS = (320, 640, 960, 1280)  # that pages offer; ``src`` is the second
EMBLEM = 3  # articles of one source from which the same picture is no picture of the news
LONGEST_CAPTION = 120
MOST = 12  # of an article, on its page
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """``paths``: (width, path from the site's root), narrow first. ``caption`` and ``credit`` may be empty."""

    paths: tuple[tuple[int, str], ...]
    caption: str
    credit: str
    outlet: str
    language: str

    @property
    def path(self) -> str:
        return self.paths[1][1]


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """``sign(original address, width)``: the signature of an address."""

    bundle: Bundle
    showing: Showing
    sign: Callable[[str, int], str]

    @property
    def shown(self) -> bool:
        return self.showing is not Showing.NONE and not self.bundle.edition.sample

    def story(self, item: Item | None) -> Shown | None:
        """The headline's own article's, else that of the first original that has one."""
        if item is None or item.promotion or not self.shown:
            return None
        ids = dict.fromkeys((item.lead.id, *originals_of(item.entry)))
        return next((one for id_ in ids for one in self._of(id_)), None)

    def section(self, item: Item) -> Shown | None:
        return self.story(item) if self.showing is Showing.ALL else None

    def article(self, reading: Reading) -> tuple[Shown, ...]:
        if not self.shown:
            return ()
        found = tuple(self._of(reading.shown.id))
        return found[: MOST if self.showing is Showing.ALL else 1]

    def _of(self, article_id: str) -> Iterator[Shown]:
        article = self.bundle.articles.get(article_id)
        if article is None or not _PLAIN_ID.fullmatch(article_id):
            return
        if promotional(self.bundle.annotations.get(article_id, {})):
            return
        for number, picture in enumerate(article.pictures):
            if self._emblems[article.source_id, picture.url] < EMBLEM:
                yield self._shown(article, number, picture)

    def _shown(self, article: Article, number: int, picture: Picture) -> Shown:
        name = f"{article.id}.{article.revision}.{number}"
        caption = cut(" ".join(picture.caption.split()), LONGEST_CAPTION)
        source = self.bundle.sources.get(article.source_id)
        return Shown(
            paths=tuple((width, f"p/{self.sign(picture.url, width)}/{width}/{name}") for width in WIDTHS),
            caption=caption,
            credit=cut(" ".join(picture.credit.split()), LONGEST_CAPTION),
            outlet=article.source_name or (source.title if source else article.source_id),
            language=language_of(caption, article.language),
        )

    @cached_property
    def _emblems(self) -> Counter[tuple[str, str]]:
        every = self.bundle.articles.values()
        return Counter((one.source_id, url) for one in every for url in {picture.url for picture in one.pictures})
