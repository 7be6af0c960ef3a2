"""Words of a feed: titles, names and categories into plain text, and plain text into HTML where HTML is expected.

A title is one line of plain text. Feeds do not say whether theirs is HTML, so it is read as HTML where it looks like
HTML (a closing tag, an attribute, an entity): tags go, script and style go with what is in them, entities are decoded
once. ``&amp;lt;b&amp;gt;`` in the XML therefore is shown as the four characters ``<b>`` plus nothing hidden: text,
never markup. ``Vec<String>`` stays as it is.
"""

import html
import re

LONGEST_TITLE = 1000  # characters; a 10 MB title is a broken feed, not a title
LONGEST_NAME = 200

_LOOKS_LIKE_HTML = re.compile(
    r"</[a-z]|<[a-z][^<>]*=|<(?:br|hr|img|p|wbr|script|style)\b|<!--|&(?:#\d|#x[\da-f]|[a-z]\w{1,30};)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# tags at which a line or cell ends: words on both sides must not run together
_BLOCK_TAG = re.compile(r"</?(?:br|hr|p|div|li|ul|ol|tr|td|th|h[1-6]|section|article)\b[^<>]*>", re.IGNORECASE)
# controls, what reverses the direction of a line, and halves of characters
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_READ_AT_MOST = 20_000  # characters of a title or name that are looked at


def looks_like_html(value: str) -> bool:
    return ("<" in value or "&" in value) and _LOOKS_LIKE_HTML.search(value) is not None


def plain(value: str, is_html: bool = False, longest: int = LONGEST_TITLE) -> str:
    """One line of plain text. ``is_html``: the feed says so; else it is guessed."""
    if value.isprintable() and "<" not in value and "  " not in value and ("&" not in value or ";" not in value):
        return value.strip(" ")[:longest]
    value = value[:_READ_AT_MOST]
    if is_html or looks_like_html(value):
        value = html.unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", _HIDDEN.sub("", value))))
    return " ".join(_UNPRINTABLE.sub("", value).split())[:longest].rstrip()


def plains(values: list[str]) -> list[str]:
    """:func:`plain` of many: one look tells whether all are plain already, as most are."""
    together = "|".join(values)
    if (
        together.isprintable()
        and "<" not in together
        and "  " not in together
        and ("&" not in together or ";" not in together)
        and max(map(len, values), default=0) <= LONGEST_TITLE
    ):
        return list(map(str.strip, values))
    return [plain(value) for value in values]


def as_html(value: str) -> str:
    """Text that was declared to be plain, as HTML: escaped, unless it plainly is HTML after all (many feeds lie)."""
    if looks_like_html(value):
        return value
    return html.escape(value, quote=False)


def paragraphs(value: str) -> str:
    """Plain text as HTML, whatever it looks like: a blank line parts paragraphs (JSON Feed's content_text)."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", value.replace("\r\n", "\n")))
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts if part)


_EMAIL = re.compile(r"<?[\w.+-]{1,64}@[\w.-]{1,255}>?")


def name(value: str) -> str:
    """A person as feeds write one, without the e-mail address: ``a@example.com (Ann Lee)`` is ``Ann Lee``."""
    value = plain(value, longest=LONGEST_NAME)
    if "@" not in value:
        return value
    without = _EMAIL.sub("", value).replace("()", "").strip()
    return without.removeprefix("(").removesuffix(")").strip()


def distinct(values: list[str], most: int = 50) -> tuple[str, ...]:
    """Without the empty and the repeated, order kept."""
    return tuple(dict.fromkeys(value for value in values if value))[:most]
