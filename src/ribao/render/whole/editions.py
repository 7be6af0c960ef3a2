"""The pages of one edition in its folder, and those at the root, which show the latest."""

from collections.abc import Iterable, Iterator

from ribao.render import site as pages
from ribao.render.bundle import Bundle
from ribao.render.edition_json import SCHEMA_NAME, schema, to_json
from ribao.render.installing import KEPT, MANIFEST, OFFLINE, WORKER, kept, manifest, offline_page, worker
from ribao.render.place import ABOUT, DATA, INDEX, article_path, channel_path, story_path
from ribao.render.static_files import static_files
from ribao.render.whole.tree import Made, Tree, base_of
from ribao.support.i18n import speaking


def edition_files(tree: Tree, bundle: Bundle, base: str) -> Iterator[Made]:
    """Every page of the edition, below ``base`` (``d/2026-05-08/``)."""
    place = tree.place(base + INDEX, base)
    yield tree.file(place, pages.front(bundle, place))
    for name in pages.channel_names(bundle):
        place = tree.place(base + channel_path(name), base)
        yield tree.file(place, pages.channel(bundle, name, place))
    for story_id in story_ids(bundle):
        place = tree.place(base + story_path(story_id), base)
        yield tree.file(place, pages.story(bundle, story_id, place))
    for article_id in pages.article_ids(bundle):
        place = tree.place(base + article_path(article_id), base)
        yield tree.file(place, pages.article(bundle, article_id, place))
    place = tree.place(base + ABOUT, base)
    yield tree.file(place, pages.about(bundle, place))
    yield tree.prefix + base + DATA, to_json(bundle.edition)


def latest_files(tree: Tree, bundle: Bundle, channels: Iterable[str]) -> Iterator[Made]:
    """The front page of the latest edition, its channels under the addresses that feeds name, and what pages load."""
    base = base_of(bundle)
    place = tree.place(INDEX, base)
    first = pages.front(bundle, place)
    yield tree.file(place, first)
    for name in channels:
        place = tree.place(channel_path(name), base)
        yield tree.file(place, pages.channel(bundle, name, place))
    place = tree.place(ABOUT, base)
    yield tree.file(place, pages.about(bundle, place))
    place = tree.place(OFFLINE, base)
    yield tree.file(place, offline_page(bundle, place))
    with speaking(tree.language):
        yield tree.prefix + MANIFEST, manifest(bundle.title, tree.language, INDEX)
    yield tree.prefix + WORKER, worker()
    yield tree.prefix + KEPT, kept(bundle, INDEX, base, first)
    yield tree.prefix + DATA, to_json(bundle.edition)
    yield tree.prefix + SCHEMA_NAME, schema()
    yield from ((tree.prefix + path, body) for path, body in static_files().items())


def story_ids(bundle: Bundle) -> tuple[str, ...]:
    ids = (entry.story for section in bundle.edition.sections for entry in section.entries)
    return tuple(dict.fromkeys(ids))
