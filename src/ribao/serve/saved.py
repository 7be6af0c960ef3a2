"""What was saved as it is shown: where it leads now, and how sure a claim is today."""

from collections.abc import Iterable
from dataclasses import dataclass

from ribao.render.place import article_path, story_path
from ribao.render.text import web_address
from ribao.serve.keeping import Telling, claim_in
from ribao.support.store.port import EditionKey
from ribao.types.attribution import Status
from ribao.types.claim import Claim
from ribao.types.collection import Kept, KeptKind
from ribao.types.edition import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """``path``: of its page from the site's root, empty for none. ``key``, ``entry``: the newest edition that tells it.

    ``then``, ``now``: a claim's status; ``now`` is None where nothing tells it any more.
    """

    kept: Kept
    path: str = ""
    key: EditionKey | None = None
    entry: Entry | None = None
    then: Status | None = None
    now: Status | None = None

    @property
    def original(self) -> str:
        return web_address(self.kept.url)


def shown(telling: Telling, items: Iterable[Kept]) -> list[Shown]:
    return [_of_article(telling, one) if one.kind is KeptKind.ARTICLE else _of_story(telling, one) for one in items]


def _of_story(telling: Telling, kept: Kept) -> Shown:
    newest = telling.now(kept.story)
    then = _status(kept.status)
    if newest is None:
        there = telling.at(kept.edition, kept.story)
        return Shown(kept=kept, path=f"{there.base}{story_path(kept.story)}" if there else "", then=then)
    key, place = newest
    path = f"{place.base}{story_path(place.entry.story)}"
    if kept.kind is KeptKind.STORY:
        return Shown(kept=kept, path=path, key=key, entry=place.entry)
    found: tuple[int, Claim] | None = claim_in(place.entry.claims, kept)
    return Shown(
        kept=kept,
        path=f"{path}#c{found[0]}" if found else path,
        key=key,
        entry=place.entry,
        then=then,
        now=found[1].status if found else None,
    )


def _of_article(telling: Telling, kept: Kept) -> Shown:
    newest = telling.now(kept.story)
    if newest is not None and any(one.id == kept.ref for one in newest[1].entry.articles):
        return Shown(kept=kept, path=f"{newest[1].base}{article_path(kept.ref)}", key=newest[0])
    there = telling.of_article(kept.edition, kept.ref)
    return Shown(kept=kept, path=f"{there.base}{article_path(kept.ref)}" if there else "")


def _status(value: str) -> Status | None:
    return Status(value) if value in set(Status) else None
