"""Small repairs that make most broken feeds well-formed, so that few of them need the slow path.

Characters that XML forbids go; ``&nbsp;`` and its like become characters; a bare ``&`` is escaped; prefixes that are
used without being declared are declared. What stands in CDATA is left alone.
"""

import html
import re
from html.entities import html5

# what XML 1.0, section 2.2, does not allow, and halves of characters
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:(#(?:\d{1,8}|[xX][\da-fA-F]{1,7})|[A-Za-z]\w{1,30});)?", re.DOTALL
)
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_PREFIXES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "atom": "http://www.w3.org/2005/Atom",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "georss": "http://www.georss.org/georss",
    "thr": "http://purl.org/syndication/thread/1.0",
}


def mend(text: str) -> str:
    """The document with these repairs; whether they were enough is for the parser to say."""
    return _declared(_AMPERSAND.sub(_reference, _FORBIDDEN.sub("", text)))


def _reference(found: re.Match[str]) -> str:
    whole, name = found[0], found[1]
    if whole.startswith("<![CDATA["):
        return whole if whole.endswith("]]>") else whole + "]]>"
    if name is None:
        return "&amp;"
    if name.startswith("#"):
        return whole if _is_allowed(name[1:]) else ""
    if name in _XML_NAMES:
        return whole
    character = html5.get(f"{name};")
    return html.escape(character) if character else f"&amp;{name};"


def _is_allowed(number: str) -> bool:
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return 0 < code < 0x110000 and not _FORBIDDEN.match(chr(code))


def _declared(text: str) -> str:
    """Known prefixes that the root does not declare, declared there."""
    root = _ROOT.search(text)
    if root is None:
        return text
    missing = "".join(
        f' xmlns:{prefix}="{space}"'
        for prefix, space in _PREFIXES.items()
        if f"<{prefix}:" in text and f"xmlns:{prefix}" not in text
    )
    return text[: root.end()] + missing + text[root.end() :] if missing else text
