"""Compose: from stories to an edition. A pure function: the same desk gives the same edition, to the byte.

The rules are in docs/technotes/editing.md. Every order ends in an id, so nothing depends on the order of the input.
"""

import math
from collections.abc import Iterable, Sequence

from ribao.edit.candidate import Candidate, candidates, in_window, muted
from ribao.edit.desk import Desk
from ribao.edit.digest import digest
from ribao.edit.marks import promotional
from ribao.edit.members import has_body
from ribao.support.folding import bare
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER, TOP
from ribao.types.edition import Edition, Entry, EntryArticle, FailedSource, Section
from ribao.types.story import Member

CHANNEL_SHARE = 0.3  # of the edition's places that one channel may take while others wait
CHANNEL_LEAST = 3
PROMOTION_SHARE = 0.05  # of the places that promotion may take
TOP_SOURCES = 2


def compose(desk: Desk) -> Edition:
    """12 to 40 stories (``min_stories``, ``max_stories``), where there is that much news, each in one section.

    Raises Problem for an unusable mute or follow pattern.
    """
    listed = candidates(desk)
    chosen = choose(listed, desk.min_stories, max(desk.min_stories, desk.max_stories))
    sections = _sections(chosen, desk)
    return Edition(
        date=desk.date,
        profile=desk.profile,
        revision=desk.revision,
        made_at=desk.made_at,
        as_of=desk.as_of,
        timezone=desk.timezone,
        sections=sections,
        counts=_counts(desk, listed, sections),
        failed=tuple(sorted(desk.failed, key=_by_id)),
        sample=desk.sample,
        note=desk.note,
    )


def _by_id(failed: FailedSource) -> str:
    return failed.id


def choose(listed: Sequence[Candidate], least: int, most: int) -> dict[str, list[tuple[Candidate, str]]]:
    """Section → its candidates with their headlines, in order. ``listed`` is best first.

    News first; headlines that one source alone gives fill up only to ``least``; promotion comes last and sparsely,
    and never alone in a section.
    """
    desk = _Places(most)
    top = lead(listed)
    if top is not None and most > 0:
        desk.take(top, TOP)
    news = [one for one in listed if not one.promo]
    told = [one for one in news if one.body or one.sources >= TOP_SOURCES]
    quota = max(CHANNEL_LEAST, math.ceil(most * CHANNEL_SHARE))
    desk.fill(told, most, quota)
    desk.fill(told, least, most)
    desk.fill(news, least, quota)
    desk.fill(news, least, most)
    adverts = [one for one in listed if one.promo and one.channels[0] in desk.sections]
    desk.fill(adverts, min(most, desk.count + math.ceil(most * PROMOTION_SHARE)), quota)
    return desk.sections


def lead(listed: Iterable[Candidate]) -> Candidate | None:
    """The story for 头条: with text and two independent sources; else with text; else any news; no promotion."""
    news = [one for one in listed if not one.promo]
    whole = [one for one in news if one.body]
    strong = [one for one in whole if one.sources >= TOP_SOURCES]
    return next(iter(strong or whole or news), None)


class _Places:
    """The places of one edition: who sits where, and which headlines are taken."""

    def __init__(self, most: int) -> None:
        self.sections: dict[str, list[tuple[Candidate, str]]] = {}
        self.count = 0
        self._most = most
        self._stories: set[str] = set()
        self._headlines: set[str] = set()

    def fill(self, listed: Iterable[Candidate], until: int, quota: int) -> None:
        for one in listed:
            if self.count >= min(until, self._most):
                return
            if len(self.sections.get(one.channels[0], ())) < quota:
                self.take(one, one.channels[0])

    def take(self, one: Candidate, section: str) -> None:
        headline = next((text for text in one.headlines if bare(text) not in self._headlines), None)
        if headline is None or one.story.id in self._stories:
            return
        self._stories.add(one.story.id)
        self._headlines.add(bare(headline))
        self.sections.setdefault(section, []).append((one, headline))
        self.count += 1


def _sections(chosen: dict[str, list[tuple[Candidate, str]]], desk: Desk) -> tuple[Section, ...]:
    return tuple(
        Section(channel=channel, entries=tuple(_entry(one, text, desk) for one, text in _ordered(chosen[channel])))
        for channel in (TOP, *CHANNELS, OTHER)
        if channel in chosen
    )


def _ordered(entries: Sequence[tuple[Candidate, str]]) -> list[tuple[Candidate, str]]:
    return sorted(entries, key=lambda entry: (entry[0].promo, entry[0].order))


def _entry(one: Candidate, headline: str, desk: Desk) -> Entry:
    members = [member for member in one.story.members if member.article_id in one.articles]
    members.sort(key=lambda member: (one.articles[member.article_id].published_at, member.article_id))
    return Entry(
        story=one.story.id,
        headline=headline,
        # a follow-up that is a headline alone still has the story's earlier text to tell it by
        sentences=digest(one.story, one.fresh, desk.language) or digest(one.story, one.articles, desk.language),
        articles=tuple(_shown(member, one.articles[member.article_id], desk) for member in members),
        first_seen=one.story.first_seen,
        rank_terms=one.terms,
        channels=one.channels,
    )


def _shown(member: Member, article: Article, desk: Desk) -> EntryArticle:
    return EntryArticle(
        id=article.id,
        revision=article.revision,
        title=article.title,
        url=article.url,
        source=article.source_name or desk.sources[article.source_id].title,
        source_id=article.source_id,
        editor=article.editor,
        published_at=article.published_at,
        language=article.language,
        repost_of=member.repost_of,
    )


def _counts(desk: Desk, listed: Sequence[Candidate], sections: Sequence[Section]) -> dict[str, int]:
    """Of the window: articles, their sources, how many had text, were muted, marked as promotion, or reposts."""
    fresh = in_window(desk)
    hidden = muted(desk)
    copies = {member.article_id for story in desk.stories for member in story.members if member.repost_of}
    return {
        "articles": len(fresh),
        "sources": len({article.source_id for article in fresh.values()}),
        "read": sum(map(has_body, fresh.values())),
        "stories": len(listed),
        "entries": sum(len(section.entries) for section in sections),
        "muted": sum(id_ in hidden for id_ in fresh),
        "promoted": sum(promotional(desk.annotations.get(id_, {})) for id_ in fresh),
        "reposts": sum(id_ in copies for id_ in fresh),
    }
