"""Which story or article a person means: by its id, an old id, or an address."""

import difflib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import unquote

from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.store.port import Store
from ribao.types.article import Article
from ribao.types.story import Story

# our own pages: /s/ID.html and /-/why/ID of stories, /a/ID.html of articles, before them whatever the site lies under
_OUR_STORY = re.compile(r"/(?:s|-/why)/([^/?#]+?)(?:\.html)?(?:[?#].*)?$")
_OUR_ARTICLE = re.compile(r"/a/([^/?#]+?)(?:\.html)?(?:[?#].*)?$")
_STEP = timedelta(days=7)
_OLDEST = timedelta(days=420)
_NEAR = timedelta(days=7)


def story_meant(store: Store, word: str, now: datetime) -> Story:
    """Raises Problem when there is none."""
    word = word.strip()
    found = store.story_now(word) or _by_page(store, word)
    if found is not None:
        return found
    article_id = _article(store, word, now)
    story = store.stories_of([article_id]).get(article_id) if article_id else None
    if story is None and article_id:
        raise _in_no_story(article_id)
    if story is None:
        raise _unknown(store, word, now)
    return story


def article_meant(store: Store, word: str, now: datetime) -> str:
    """The article's id. Raises Problem when there is none, or it belongs to no story."""
    word = word.strip()
    found = _article(store, word, now)
    if found is None and store.story_now(word):
        raise Problem(
            _("{id} is a story, and an article is wanted here.").format(id=word),
            "",
            _("`ribao story why {id}` shows the ids of its articles.").format(id=word),
        )
    if found is None:
        raise _unknown(store, word, now)
    if not store.stories_of([found]):
        raise _in_no_story(found)
    return found


def article_of_word(store: Store, word: str, now: datetime) -> str:
    """The id of a stored article, whether it is in a story or not. Raises Problem when there is none."""
    word = word.strip()
    found = _article(store, word, now)
    if found is None:
        raise _unknown(store, word, now)
    return found


def _by_page(store: Store, word: str) -> Story | None:
    page = _OUR_STORY.search(word)
    return store.story_now(unquote(page[1])) if page else None


def _article(store: Store, word: str, now: datetime) -> str | None:
    page = _OUR_ARTICLE.search(word)
    for one in (word, unquote(page[1]) if page else ""):
        # an article that retention dropped may still be a member of its story
        if one and (store.articles_by_id([one]) or store.stories_of([one])):
            return one
    return _by_address(store, word, now) if "/" in word else None


def _by_address(store: Store, address: str, now: datetime) -> str | None:
    """The newest article of that address: that of its lead, else the canonical one that its page gave."""
    from ribao.cluster.reposts.address import same_address

    wanted = same_address(address if "://" in address else f"https://{address}")
    if not wanted:
        return None
    leads = [one for one, url in store.leads_at(wanted).items() if same_address(url) == wanted]
    read = store.articles_by_id(leads)
    return next((one for one in leads if one in read), None) or _by_canonical(store, wanted, now)


def _by_canonical(store: Store, wanted: str, now: datetime) -> str | None:
    """The store knows articles by time: the last days first."""
    from ribao.cluster.reposts.address import same_address

    for batch in _weeks(store, now):
        for article in reversed(batch):
            if article.url and same_address(article.url) == wanted:
                return article.id
    return None


def _weeks(store: Store, now: datetime) -> Iterator[tuple[Article, ...]]:
    until = now + timedelta(days=2)  # some outlets date ahead
    while until > now - _OLDEST:
        yield store.articles(until - _STEP, until)
        until -= _STEP


def _in_no_story(article_id: str) -> Problem:
    return Problem(
        _("Article {id} belongs to no story yet.").format(id=article_id),
        _("Stories are made when an edition is built."),
        _("Run `ribao daily`, or wait for the next build."),
        1,
    )


def _unknown(store: Store, word: str, now: datetime) -> Problem:
    ids = [story.id for story in store.stories_between(now - _NEAR, now)]
    close = difflib.get_close_matches(word, ids, n=1, cutoff=0.75)
    remedy = _("Take the id from the address of its page, /s/ID.html; an article's own address works too.")
    if close:
        remedy = _("Did you mean {name}?").format(name=close[0])
    return Problem(_("There is no story or article {word!r}.").format(word=word[:200]), "", remedy)
