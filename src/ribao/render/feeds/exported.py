"""The feeds of an exported edition: the daily's and those of its channels, in every format."""

from collections.abc import Iterator, Sequence

from ribao.render.bundle import Bundle
from ribao.render.feeds.document import Format
from ribao.render.feeds.documents import Publisher, channel_feed, edition_feed
from ribao.render.feeds.told import told
from ribao.render.feeds.write import write


def feed_files(bundle: Bundle, channels: Sequence[str] = (), site: str = "") -> Iterator[tuple[str, bytes]]:
    """Path and bytes. ``site``: the absolute address that the files will have, with a slash at its end; empty: nobody
    knows, and items link to the articles they rest on.
    """
    publisher = Publisher(title=bundle.title, language=bundle.language, site=site, sample=bundle.edition.sample)
    edition = told(bundle)
    made = [edition_feed(publisher, edition), *(channel_feed(publisher, name, [edition]) for name in channels)]
    for document in made:
        for form in Format:
            yield f"{document.stem}.{form}", write(document, form)
