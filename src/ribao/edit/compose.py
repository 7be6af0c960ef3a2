"""Compose: from stories to an edition. A pure function: the same desk gives the same edition, to the byte.

The rules are in docs/technotes/editing.md. Every order ends in an id, so nothing depends on the order of the input.
"""

from collections.abc import Callable, Sequence

from ribao.edit.candidate import Candidate, candidates, in_window, muted
from ribao.edit.choose import Chosen, choose
from ribao.edit.desk import Desk
from ribao.edit.digest import digest
from ribao.edit.headline import Headline, safe
from ribao.edit.marks import promotional
from ribao.edit.members import has_body
from ribao.edit.telling import telling
from ribao.support.folding import bare
from ribao.types.article import Article
from ribao.types.channel import OTHER, TOP
from ribao.types.claim import Claim
from ribao.types.edition import Edition, Entry, EntryArticle, FailedSource, Section, Sentence
from ribao.types.story import Member, Story

Ledger = Callable[[Story], tuple[Claim, ...]]  # a story → its claims


def no_claims(_story: Story) -> tuple[Claim, ...]:
    return ()


def compose(desk: Desk, ledger: Ledger = no_claims) -> Edition:
    """12 to 40 stories (``min_stories``, ``max_stories``), where there is that much news, each in one section.

    ``ledger`` is asked for the claims of those that enter: they decide which words may stand.
    Raises Problem for an unusable mute or follow pattern.
    """
    listed = candidates(desk)
    chosen = choose(listed, desk.min_stories, max(desk.min_stories, desk.max_stories), desk.channels)
    sections = _sections(chosen, desk, ledger)
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
        channels=desk.channels.names,
    )


def _by_id(failed: FailedSource) -> str:
    return failed.id


def _sections(chosen: Chosen, desk: Desk, ledger: Ledger) -> tuple[Section, ...]:
    taken = {bare(text) for entries in chosen.values() for _one, text in entries}
    return tuple(
        Section(
            channel=channel,
            entries=tuple(_entry(one, text, desk, ledger, taken) for one, text in _ordered(chosen[channel])),
        )
        for channel in (TOP, *desk.channels.names, OTHER)
        if channel in chosen
    )


def _ordered(entries: Sequence[tuple[Candidate, str]]) -> list[tuple[Candidate, str]]:
    return sorted(entries, key=lambda entry: (entry[0].promo, entry[0].order))


def _entry(one: Candidate, text: str, desk: Desk, ledger: Ledger, taken: set[str]) -> Entry:
    members = [member for member in one.story.members if member.article_id in one.articles]
    members.sort(key=lambda member: (one.articles[member.article_id].published_at, member.article_id))
    claims = ledger(one.story)
    headline = _headline(one, text, desk, claims, taken)
    return Entry(
        story=one.story.id,
        headline=headline.text,
        headline_hedge=headline.hedge,
        sentences=_sentences(one, desk, claims),
        articles=tuple(_shown(member, one.articles[member.article_id], desk) for member in members),
        first_seen=one.story.first_seen,
        rank_terms=one.terms,
        channels=one.channels,
        claims=claims,
    )


def _headline(one: Candidate, text: str, desk: Desk, claims: Sequence[Claim], taken: set[str]) -> Headline:
    """The one that was chosen, where it tells no rumour as a fact; else another that no other story has."""
    others = [other for other, _source in one.headlines if bare(other) not in taken]
    found = safe([text, *others], telling(claims, one.articles, desk.annotations), desk.language)
    taken.add(bare(found.text))
    return found


def _sentences(one: Candidate, desk: Desk, claims: Sequence[Claim]) -> tuple[Sentence, ...]:
    """A follow-up that is a headline alone still has the story's earlier text to tell it by."""
    fresh = digest(one.story, one.fresh, desk.language, claims, desk.annotations)
    return fresh or digest(one.story, one.articles, desk.language, claims, desk.annotations)


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
