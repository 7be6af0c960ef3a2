"""News sitemaps (https://www.google.com/schemas/sitemap-news/0.9), plain sitemaps, and indexes of them.

An index has no entries: the addresses of its sitemaps, newest first, stand in ``hints["sitemaps"]``, one a line.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from ribao.acquire.sources import dates
from ribao.acquire.sources.document import Document, Entry, Unreadable
from ribao.acquire.sources.language import is_chinese
from ribao.acquire.sources.links import absolute
from ribao.acquire.sources.newest import newest
from ribao.acquire.sources.text import distinct, plain
from ribao.acquire.sources.tree import NotWellFormed, Tree, parse
from ribao.support.charset import declared_in, decode
from ribao.types.reason import Code, Reason

_ReadDate = Callable[[str], datetime | None]
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_MOST_SITEMAPS = 1000


def read(body: bytes, content_type: str | None, url: str, now: datetime, max_entries: int) -> Document:
    """Raises Unreadable: FEED_EMPTY, NOT_A_FEED, FEED_BROKEN or FEED_CUT_SHORT."""
    if not body.strip(b" \t\r\n\0"):
        raise Unreadable(Reason(code=Code.FEED_EMPTY))
    tree = _tree(body, content_type)
    kind = _local(tree.root)
    if kind == "sitemapindex":
        return _index(tree, url, now)
    if kind != "urlset":
        raise Unreadable(Reason(code=Code.NOT_A_FEED, detail=f"root element {tree.root.tag[:200]}, no sitemap"))
    return _urls(tree, url, now, max_entries)


def _tree(body: bytes, content_type: str | None) -> Tree:
    try:
        return parse(body)
    except NotWellFormed:
        text, _ = decode(body, declared_in(body[:4096], content_type))
    try:
        return parse(text.encode("utf-8", "replace"))
    except NotWellFormed as error:
        kind = Code.FEED_BROKEN if "<urlset" in text or "<sitemapindex" in text else Code.NOT_A_FEED
        raise Unreadable(Reason(code=kind, detail=str(error))) from error


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _texts(element: Element) -> dict[str, str]:
    """Text of every element inside, by its local name; the first of each name."""
    found: dict[str, str] = {}
    for inner in element.iter():
        found.setdefault(_local(inner), (inner.text or "").strip())
    return found


def _urls(tree: Tree, url: str, now: datetime, max_entries: int) -> Document:
    blocks = [_texts(child) for child in tree.root if _local(child) == "url"]
    if tree.cut:
        blocks = blocks[:-1]
    if tree.cut and not blocks:
        raise Unreadable(
            Reason(code=Code.FEED_CUT_SHORT, detail="the document breaks off before its first address ends")
        )
    language = next((block["language"] for block in blocks if block.get("language")), "")
    read_date = dates.reader(now, is_chinese(language, [block.get("title", "") for block in blocks[:5]]))
    entries, reason = newest([_entry(block, url, read_date) for block in blocks], max_entries)
    if tree.cut:
        reason = Reason(code=Code.FEED_CUT_SHORT, detail=f"the document breaks off behind address {len(blocks)}")
    return Document(format="sitemap", entries=entries, language=language[:35], reason=reason)


def _entry(block: dict[str, str], url: str, read_date: _ReadDate) -> Entry:
    """``url`` holds loc and lastmod; news:news inside it title, publication_date, keywords; image:image another loc."""
    address = absolute(block.get("loc", ""), url)
    updated = read_date(block.get("lastmod", ""))
    return Entry(
        guid=address,
        url=address,
        title=plain(block.get("title", "")),
        published_at=read_date(block.get("publication_date", "")) or updated,
        updated_at=updated,
        categories=distinct([plain(word, longest=100) for word in block.get("keywords", "").split(",")]),
    )


def _index(tree: Tree, url: str, now: datetime) -> Document:
    found = []
    for child in tree.root:
        block = _texts(child)
        address = absolute(block.get("loc", ""), url)
        if _local(child) == "sitemap" and address:
            found.append((dates.parse(block.get("lastmod", ""), now) or _LONG_AGO, address))
    found.sort(key=lambda pair: pair[0], reverse=True)
    addresses = "\n".join(address for _, address in found[:_MOST_SITEMAPS])
    return Document(format="sitemap", entries=(), hints={"sitemaps": addresses})
