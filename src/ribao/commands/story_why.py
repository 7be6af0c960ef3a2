"""``ribao story why`` and ``ribao story rulings``: told from what is stored; nothing is written."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ribao.app import House, house
from ribao.commands.story_finding import story_meant
from ribao.support.clock import SystemClock
from ribao.support.i18n import gettext as _
from ribao.support.store.port import Store
from ribao.types.article import Article
from ribao.types.change import StoryChange
from ribao.types.ruling import Ruling

if TYPE_CHECKING:
    from ribao.render.why import Why, WhyReport

Say = Callable[[str], None]


def why_story(config: Path | None, data: Path | None, word: str, *, as_json: bool = False) -> int:
    return _reading(config, data, lambda store, home: tell_why(store, home, word, print, as_json=as_json))


def list_rulings(config: Path | None, data: Path | None, *, as_json: bool = False) -> int:
    return _reading(config, data, lambda store, home: tell_rulings(store, home, print, as_json=as_json))


def _reading(config: Path | None, data: Path | None, work: Callable[[Store, House], int]) -> int:
    """Beside a running instance, too: the store is opened to be read only."""
    from ribao.support.store.sqlite import open_store

    home = house(config, data)
    store = open_store(home.data, read_only=True)
    try:
        return work(store, home)
    finally:
        store.close()


def tell_why(store: Store, home: House, word: str, say: Say, *, as_json: bool = False) -> int:
    from ribao.render.why import gather_why

    story = story_meant(store, word, SystemClock().now())
    why = gather_why(store, story.id, {source.id: source for source in home.sources})
    assert why is not None, "it was found a moment ago"
    if as_json:
        say(json.dumps(_as_json(why), ensure_ascii=False, indent=2))
        return 0
    zone = ZoneInfo(home.settings.edition.timezone)
    for line in (*_head(why), *_reports(why, zone), *_tree(why), *_chapters(why, zone), *_history(why, zone)):
        say(line)
    for line in _rulings(why.rulings, zone):
        say(line)
    return 0


def tell_rulings(store: Store, home: House, say: Say, *, as_json: bool = False) -> int:
    """All of them, and of each whether a later one has overruled it."""
    from ribao.cluster.rulings import in_force

    known = store.rulings()
    standing = {ruling.id for ruling in in_force(known)}
    if as_json:
        rows = [{**_ruling(ruling), "in_force": ruling.id in standing} for ruling in known]
        say(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    if not known:
        say(_("There are no rulings. `ribao story merge`, `split` and `move` make some."))
    articles = store.articles_by_id(side[0] for ruling in known for side in (ruling.one, ruling.other) if side)
    zone = ZoneInfo(home.settings.edition.timezone)
    for ruling in known:
        say(_ruling_line(ruling, zone) + ("" if ruling.id in standing else _(" (overruled by a later one)")))
        for line in _examples(ruling, articles):
            say(line)
    return 0


# -- lines -----------------------------------------------------------------------------------------------------------


def _head(why: "Why") -> list[str]:
    from ribao.render.why import reports

    lines = [f"{why.story.id}  {why.headline}", reports(len(why.reports))]
    if why.voices:
        names = _(", ").join(_plain(voice.name) for voice in why.voices)
        told = _("{n} independent sources: {names}") if len(why.voices) > 1 else _("1 independent source: {names}")
        lines.append(told.format(n=len(why.voices), names=names))
    return lines


def _reports(why: "Why", zone: ZoneInfo) -> list[str]:
    from ribao.render.why import joined_by

    lines = ["", _("Reports")]
    for report in why.reports:
        when = _stamp(report.article.published_at, zone) if report.article else ""
        lines += [f"{report.number:>3}. {when}  {report.outlet}  {report.headline}".rstrip()]
        lines += [f"     {report.member.article_id}  {_plain(report.article.url) if report.article else ''}".rstrip()]
        lines += [f"     {joined_by(why, report)}"]
    return lines


def _tree(why: "Why") -> list[str]:
    from ribao.render.why import branches

    rows = branches(why)
    told = [f"  {'   ' * depth}{_plain_name(report)}  {whence}".rstrip() for depth, report, whence in rows]
    return ["", _("Who has it from whom"), *told] if told else []


def _chapters(why: "Why", zone: ZoneInfo) -> list[str]:
    from ribao.render.why import reports

    told = [
        f"{'→' if one.here else ' '} {_stamp(one.story.first_seen, zone)}  {one.story.id}  {one.headline}  "
        f"{reports(len(one.story.members))}"
        for one in why.chapters
    ]
    return ["", _("Chapters"), *told] if told else []


def _history(why: "Why", zone: ZoneInfo) -> list[str]:
    from ribao.render.why import changed

    told = [f"  {_stamp(change.at, zone)}  {changed(change)}" for change in why.changes]
    return ["", _("History"), *told] if told else []


def _rulings(rulings: tuple[Ruling, ...], zone: ZoneInfo) -> list[str]:
    return ["", _("Rulings in force"), *(f"  {_ruling_line(one, zone)}" for one in rulings)] if rulings else []


def _ruling_line(ruling: Ruling, zone: ZoneInfo) -> str:
    from ribao.render.why import ruled

    return f"{ruling.id}  {_stamp(ruling.at, zone)}  {ruling.verb}  {ruled(ruling)}"


def _examples(ruling: Ruling, articles: Mapping[str, Article]) -> list[str]:
    from ribao.render.why import title_of

    signs = (("+", ruling.one), ("+" if ruling.together else "-", ruling.other))
    return [f"    {sign} {title_of(articles.get(side[0]))}" for sign, side in signs if side]


def _plain_name(report: "WhyReport") -> str:
    return f"{report.number}. {report.outlet or report.member.article_id}"


def _plain(text: str) -> str:
    """What strangers wrote, made inert: a terminal obeys control characters."""
    from ribao.render.text import inert

    return inert(text)


def _stamp(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


# -- JSON ------------------------------------------------------------------------------------------------------------


def _as_json(why: "Why") -> dict[str, Any]:
    return {
        "story": why.story.id,
        "headline": why.headline,
        "follows": why.story.follows,
        "first_seen": why.story.first_seen.isoformat(),
        "last_seen": why.story.last_seen.isoformat(),
        "reports": [_report(why, report) for report in why.reports],
        "independent": [{"name": voice.name, "articles": list(voice.articles)} for voice in why.voices],
        "tree": [_taken(why, one.member.article_id) for one in why.reports if why.source_tree.taken],
        "chapters": [
            {"story": one.story.id, "headline": one.headline, "first_seen": one.story.first_seen.isoformat()}
            for one in why.chapters
        ],
        "history": [_change(change) for change in why.changes],
        "rulings": [_ruling(ruling) for ruling in why.rulings],
    }


def _report(why: "Why", report: "WhyReport") -> dict[str, Any]:
    from ribao.render.why import joined_by

    article = report.article
    return {
        "article": report.member.article_id,
        "source": article.source_id if article else None,
        "outlet": report.outlet or None,
        "published_at": article.published_at.isoformat() if article else None,
        "title": article.title if article else None,
        "url": article.url if article else None,
        "repost_of": report.member.repost_of,
        "evidence": dict(report.member.evidence),
        "why": joined_by(why, report),
    }


def _taken(why: "Why", article_id: str) -> dict[str, Any]:
    taken = next((one for one in why.source_tree.taken if one.article_id == article_id), None)
    if taken is None:
        return {"article": article_id, "parent": None, "way": None, "shared": None, "credits": None}
    return {
        "article": article_id,
        "parent": taken.parent,
        "way": taken.way.value if taken.way else None,
        "shared": taken.shared,
        "credits": taken.outlet or None,
    }


def _change(change: StoryChange) -> dict[str, Any]:
    return {
        "at": change.at.isoformat(),
        "kind": change.kind,
        "from": change.story_id,
        "to": change.other_id,
        "articles": list(change.articles),
        "by": change.by,
    }


def _ruling(ruling: Ruling) -> dict[str, Any]:
    return {
        "id": ruling.id,
        "at": ruling.at.isoformat(),
        "verb": ruling.verb,
        "together": ruling.together,
        "one": list(ruling.one),
        "other": list(ruling.other),
    }
