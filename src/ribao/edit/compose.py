"""Compose: from stories to an edition. A pure function: the same desk gives the same edition, to the byte.

The rules are in docs/technotes/editing.md. Every order ends in an id, so nothing depends on the order of the input.
"""

from collections.abc import Sequence

from ribao.edit.candidate import Candidate, candidates, in_window, muted
from ribao.edit.choose import Chosen, choose
from ribao.edit.desk import Desk
from ribao.edit.digest import digest
from ribao.edit.marks import promotional
from ribao.edit.members import has_body
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER, TOP
from ribao.types.edition import Edition, Entry, EntryArticle, FailedSource, Section
from ribao.types.story import Member


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


def _sections(chosen: Chosen, desk: Desk) -> tuple[Section, ...]:
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
