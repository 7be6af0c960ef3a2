"""The template environment, and the one way by which a page becomes bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ribao.render import claims, dates, place
from ribao.render.bundle import Bundle
from ribao.render.known import known
from ribao.render.place import Place
from ribao.render.static_files import version
from ribao.render.text import cut, inert, language_of, web_address
from ribao.support.i18n import gettext, language, speaking
from ribao.support.reasons import words
from ribao.types.channel import CHANNELS
from ribao.types.edition import Edition
from ribao.types.reason import Reason

HTML_LANG = {"zh": "zh-Hans", "zh-tw": "zh-Hant", "en": "en"}
OWN_NAMES = {"zh": "简体", "zh-tw": "繁體", "en": "English"}  # as a reader of the language calls it
LONGEST_BROKEN = 200  # characters; what is longer is no headline, and breaks where it may
LONGEST_NAME = 40  # characters of an outlet or a person
_HERE = Path(__file__).parent
_Values = ParamSpec("_Values")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds every page: the masthead's words, and the edition it belongs to (None when there is none yet)."""

    title: str
    language: str
    edition: Edition | None = None
    earlier: tuple[tuple[str, str], ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    things: bool = False  # an export has a list of them

    @property
    def last(self) -> tuple[str, str] | None:
        """The newest edition of an earlier day: its date and address."""
        today = self.edition.date.isoformat() if self.edition else ""
        return next((other for other in self.earlier if other[0] < today), None)

    @property
    def next(self) -> tuple[str, str] | None:
        """The edition that followed this one, where there is one already."""
        today = self.edition.date.isoformat() if self.edition else "9999"
        return next((other for other in reversed(self.earlier) if other[0] > today), None)


def frame_of(bundle: Bundle) -> Frame:
    return Frame(
        title=bundle.title,
        language=bundle.language,
        edition=bundle.edition,
        earlier=bundle.earlier,
        before=bundle.before,
        things=bool(bundle.things),
    )


@cache
def environment(*more: Path) -> Environment:
    """Templates of this package, and of ``more`` folders. Everything is escaped unless a template says otherwise."""
    made = Environment(
        loader=FileSystemLoader([_HERE / "templates", *more]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    made.globals.update(
        _=gettext,
        plural=plural,
        channel_name=channel_name,
        P=place,
        C=claims,
        lang_of=language_of,
        short_reason=short_reason,
        language_name=language_name,
        broken=broken,
        known=known,
        asset_version=version(),
    )
    made.filters.update(grouped=grouped, web=web_address, short=_short, cut=cut)
    return made


def in_its_language(
    make: Callable[Concatenate[Bundle, _Values], _Made],
) -> Callable[Concatenate[Bundle, _Values], _Made]:
    """A maker of pages that speaks its bundle's language already while it works out what a page shows."""

    @wraps(make)
    def made(bundle: Bundle, /, *args: _Values.args, **values: _Values.kwargs) -> _Made:
        with speaking(bundle.language):
            return make(bundle, *args, **values)

    return made


def page(templates: Environment, name: str, frame: Frame, where: Place, **values: Any) -> bytes:
    """Template ``name`` as UTF-8 HTML, in the frame's language."""
    with speaking(frame.language):
        words = templates.get_template(name).render(**_surroundings(frame, where), **values)
    return words.encode("utf-8", "replace")


def plural(count: int, one: str, many: str) -> str:
    return gettext(one if count == 1 else many) % {"n": grouped(count)}


def grouped(count: int) -> str:
    return f"{count:,}"


def channel_name(name: str) -> str:
    """A channel's name in the reader's language; a name that is not ours stands as it is."""
    word = place.CHANNEL_WORDS.get(name)
    return gettext(word) if word else name


def broken(headline: str, lang: str) -> Markup:
    """A headline with its places to break a line: Chinese is broken between words, never inside one."""
    text = inert(headline)
    if not lang.startswith("zh") or len(text) > LONGEST_BROKEN:
        return escape(text)
    return Markup("<wbr>").join(_glued(text))


def _glued(text: str) -> list[str]:
    """Runs of text that a line must not break; where punctuation stands, the browser knows best itself."""
    import rjieba

    pieces: list[str] = []
    for word in rjieba.cut(text):
        if pieces and _breaks(pieces[-1], word):
            pieces.append(word)
        else:
            pieces[-1:] = ["".join([*pieces[-1:], word])]
    return pieces


def _breaks(before: str, word: str) -> bool:
    """No break before a single character (到, 的, or half a name that the dictionary lacks), nor between 2023 and 年."""
    return len(word) > 1 and word[0].isalnum() and before[-1].isalnum() and not before[-1].isascii()


def language_name(tag: str) -> str:
    """中文 · English: what an article is written in, in the reader's language; nothing for a tag that nobody knows."""
    from babel import Locale

    names = Locale.parse(dates.LOCALES[language()]).languages
    parts = tag.split("-")
    return str(names.get("_".join(parts[:2]) if parts[1:2] == ["Hant"] else parts[0].lower(), ""))


def short_reason(reason: Reason) -> str:
    return words(reason).what


def _short(name: str) -> str:
    return cut(name, LONGEST_NAME)


def _finalize(value: Any) -> Any:
    return inert(value) if type(value) is str else value


def _surroundings(frame: Frame, where: Place) -> dict[str, Any]:
    edition = frame.edition
    return {
        "frame": frame,
        "edition": edition,
        "place": where,
        "html_lang": HTML_LANG[language()],
        "channels": edition.channels if edition else CHANNELS,
        "dates": dates,
        "stamp": _stamper(edition),
        "brief_stamp": _brief_stamper(edition),
        "filled": {section.channel for section in edition.sections} if edition else set(),
    }


def _stamper(edition: Edition | None) -> Callable[[datetime], str]:
    if edition is None:
        return lambda moment: f"{moment:%Y-%m-%d %H:%M} UTC"
    zone, year = ZoneInfo(edition.timezone), edition.date.year
    return lambda moment: dates.stamp(moment, zone, year)


def _brief_stamper(edition: Edition | None) -> Callable[[datetime], str]:
    if edition is None:
        return _stamper(None)
    zone, day = ZoneInfo(edition.timezone), edition.date
    return lambda moment: dates.brief_stamp(moment, zone, day)
