"""Pictures for those who share an address, drawn once: what the export before has of the same card is taken from there."""

import hashlib
import json
from collections.abc import Callable, Iterator
from importlib.metadata import version

from ribao.render.bundle import Bundle
from ribao.render.cards.cards import edition_card, story_card
from ribao.render.cards.draw import Card, png
from ribao.render.place import story_path
from ribao.render.whole.editions import story_ids
from ribao.render.whole.tree import Made, Tree

LIST = ".ribao-cards"  # which card each picture of this export shows

Read = Callable[[str], bytes | None]  # a file of the export before, by its path; None: there is none


class Cards:
    def __init__(self, read: Read) -> None:
        self._read = read
        self._before = _listed(read(LIST))
        self._now: dict[str, str] = {}

    def of_edition(self, tree: Tree, bundle: Bundle, *, newest: bool) -> Iterator[Made]:
        """That of its day (``newest``: of its revisions), and those of its stories that no newer edition has."""
        if newest:
            yield self._drawn(f"{tree.prefix}og/{bundle.edition.date.isoformat()}.png", edition_card(bundle))
        for story_id in story_ids(bundle):
            path = f"{tree.prefix}og/{story_path(story_id).removeprefix('s/').removesuffix('.html')}.png"
            card = None if path in self._now else story_card(bundle, story_id)
            if card is not None:
                yield self._drawn(path, card)

    def list(self) -> Made:
        return LIST, json.dumps(self._now, indent=0, sort_keys=True).encode()

    def _drawn(self, path: str, card: Card) -> Made:
        """Drawing takes a seventh of a second; an archive has thousands."""
        shown = hashlib.sha256(f"{version('ribao')} {card!r}".encode("utf-8", "replace")).hexdigest()[:32]
        self._now[path] = shown
        there = self._read(path) if self._before.get(path) == shown else None
        return path, there or png(card)


def _listed(body: bytes | None) -> dict[str, str]:
    """Whatever is no list of ours is none: all is drawn anew."""
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
