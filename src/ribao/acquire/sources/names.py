"""What elements of feeds are called: from expat's ``{namespace}name`` to the slot of an entry that it fills.

One look-up in one dictionary for each element is what makes the fast path fast, so every spelling that is met is a
key here. An element that is no key is passed over.
"""

ATOM = "{http://www.w3.org/2005/Atom}"
ATOM_03 = "{http://purl.org/atom/ns#}"
RSS_1 = "{http://purl.org/rss/1.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_PLAIN = (
    "",
    RSS_1,
    "{http://my.netscape.com/rdf/simple/0.9/}",
    "{http://channel.netscape.com/rdf/simple/0.9/}",
    "{http://backend.userland.com/rss}",
    "{http://backend.userland.com/rss2}",
    "{http://backend.userland.com/RSS2}",
    "{http://backend.userland.com/rss091}",
    "{http://backend.userland.com/rss092}",
    "{http://blogs.law.harvard.edu/tech/rss}",
    "{http://purl.org/rss/1.0/modules/rss091#}",
    ATOM,
    ATOM_03,
)
_CONTENT = ("{http://purl.org/rss/1.0/modules/content/}",)
_DC = ("{http://purl.org/dc/elements/1.1/}",)
_TERMS = ("{http://purl.org/dc/terms/}",)
_MEDIA = ("{http://search.yahoo.com/mrss/}", "{http://search.yahoo.com/mrss}")
_ITUNES = ("{http://www.itunes.com/dtds/podcast-1.0.dtd}", "{http://www.itunes.com/DTDs/PodCast-1.0.dtd}")
_SY = ("{http://purl.org/rss/1.0/modules/syndication/}",)


def _table(*rows: tuple[tuple[str, ...], str, str]) -> dict[str, str]:
    """Rows of (namespaces, names, slot) as tag → slot; names in their own case and in lower case."""
    return {
        f"{space}{spelling}": slot
        for spaces, names, slot in rows
        for space in spaces
        for name in names.split()
        for spelling in (name, name.lower())
    }


ENTRY = _table(
    (_PLAIN, "title", "title"),
    (_PLAIN, "link", "link"),
    (_PLAIN, "guid id", "guid"),
    (_PLAIN, "pubDate published issued", "published"),
    (_TERMS, "issued", "published"),
    (_PLAIN, "created", "created"),
    (_TERMS, "created", "created"),
    (_PLAIN, "updated modified lastBuildDate", "updated"),
    (_TERMS, "modified", "updated"),
    (_DC, "date", "updated"),
    (_PLAIN, "description summary", "summary"),
    (_DC, "description", "summary2"),
    (_ITUNES, "summary", "summary2"),
    (_PLAIN, "content", "content"),
    (_CONTENT, "encoded", "content"),
    (_DC, "title", "title2"),
    (_MEDIA, "title", "title2"),
    # from here on those that may stand several times
    ((ATOM, ATOM_03), "link", "links"),
    (_PLAIN, "author", "author"),
    (_DC, "creator author", "author"),
    (_ITUNES, "author", "author"),
    (_PLAIN, "category", "category"),
    (_DC, "subject", "category"),
    (_MEDIA, "category", "category"),
    (_PLAIN, "enclosure", "enclosure"),
    (_MEDIA, "content group thumbnail", "media"),
    (_ITUNES, "image", "image"),
)
REPEATED = frozenset(("links", "author", "category", "enclosure", "media", "image"))

ITEMS = frozenset(_table((_PLAIN, "item", "item"), ((ATOM, ATOM_03), "entry", "item")))
CHANNELS = frozenset(_table((_PLAIN, "channel", "channel")))
ATOM_FEEDS = frozenset((f"{ATOM}feed", f"{ATOM_03}feed"))
ROOTS = {"rss": "rss", "RSS": "rss", "Rss": "rss", f"{RDF}RDF": "rdf", f"{ATOM}feed": "atom", f"{ATOM_03}feed": "atom"}
ROOTS |= {f"{space}rss": "rss" for space in _PLAIN}

HEAD = _table(
    (_PLAIN, "title", "title"),
    (_PLAIN, "link", "link"),
    (_PLAIN, "language", "language"),
    (_DC, "language", "language"),
    (_PLAIN, "ttl", "ttl"),
    (_SY, "updatePeriod", "updatePeriod"),
    (_SY, "updateFrequency", "updateFrequency"),
    (_PLAIN, "skipHours", "skipHours"),
    (_PLAIN, "skipDays", "skipDays"),
)

MEDIA_CONTENT = frozenset(f"{space}content" for space in _MEDIA)
MEDIA_THUMBNAIL = frozenset(f"{space}thumbnail" for space in _MEDIA)
