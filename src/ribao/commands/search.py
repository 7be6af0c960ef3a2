"""``ribao search``: what is found, a headline with its source, time and address each."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ribao.support.i18n import gettext as _
from ribao.types.article import Article

FOUND, NOTHING = 0, 1  # exit statuses, as grep has them


def search(config: Path | None, data: Path | None, words: str, most: int, as_json: bool) -> int:
    """Reads the stored articles only, so that it may run beside an instance. Exit status 1 when nothing is found."""
    from ribao.app import house
    from ribao.serve.looking import look_up
    from ribao.support.store.sqlite import open_store

    home = house(config, data)
    store = open_store(home.data, read_only=True)
    try:
        looked = look_up(store, store.sources(), words)
        if looked.meant and not as_json:
            print(_("Nothing was found for “{words}”. This is what was found for “{meant}”.").format(words=words, meant=looked.meant))  # fmt: skip
        if looked.rather and not as_json:
            print(_("Little was found. Did you mean: {meant}").format(meant=looked.rather))
        ids = [hit.article_id for hit in looked.hits.hits[:most]]
        articles = store.articles_by_id(ids)
        titles = {source.id: source.title for source in store.sources()}
        zone = ZoneInfo(home.settings.edition.timezone)
        for article in (articles[id_] for id_ in ids if id_ in articles):
            outlet = article.source_name or titles.get(article.source_id, article.source_id)
            print(_json(article, outlet) if as_json else _line(article, outlet, zone))
        if not ids and not as_json:
            print(_("Nothing was found."))
        return FOUND if ids else NOTHING
    finally:
        store.close()


def _line(article: Article, outlet: str, zone: ZoneInfo) -> str:
    when = article.published_at.astimezone(zone)
    return f"{_plain(article.title)}\n  {_plain(outlet)}  {_when(when)}  {_plain(article.url)}".rstrip()


def _plain(text: str) -> str:
    """One line, nothing in it that a terminal would obey."""
    from ribao.render.text import inert

    return " ".join(inert(text).split())


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _json(article: Article, outlet: str) -> str:
    row = {
        "id": article.id,
        "title": article.title,
        "source": outlet,
        "published_at": article.published_at.isoformat(),
        "url": article.url,
    }
    return json.dumps(row, ensure_ascii=False)
