"""Why a story is what it is: its reports, what joined each, its chapters, its history, the rulings on it.

:func:`gather_why` asks the store; the rest is pure. The page and ``ribao story why`` both tell it from here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ribao.cluster.rulings import in_force
from ribao.cluster.tree import SourceTree, Taken, Voice, Way, independent, tree
from ribao.render.evidence import explain
from ribao.render.text import inert
from ribao.support.i18n import gettext as _
from ribao.support.store.port import Store
from ribao.types.article import Article
from ribao.types.change import StoryChange
from ribao.types.ruling import Ruling
from ribao.types.source import Source
from ribao.types.story import Member, Story

MOST_COMPARED = 200  # reports of a story whose texts are compared for the source tree: it takes moments, not minutes
LONGEST = 160  # characters of a headline


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyReport:
    """``number`` counts from 1 in order of time. ``article`` is None when it is no longer stored. ``outlet``: whose it is."""

    number: int
    member: Member
    article: Article | None
    outlet: str

    @property
    def headline(self) -> str:
        return title_of(self.article)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    story: Story
    headline: str
    here: bool  # the story that is asked about


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """``voices``: its independent sources, empty when texts were not compared. ``rulings``: those in force on it."""

    story: Story
    headline: str
    reports: tuple[WhyReport, ...]
    numbers: Mapping[str, int]  # of its reports, by article id
    source_tree: SourceTree
    voices: tuple[Voice, ...]
    chapters: tuple[Chapter, ...]  # empty when it has only one
    changes: tuple[StoryChange, ...]
    rulings: tuple[Ruling, ...]

    @property
    def former(self) -> tuple[str, ...]:
        """Ids that it had, or that went into it; the latest first."""
        ids = [change.story_id for change in reversed(self.changes) if change.kind in ("merged", "renamed")]
        return tuple(dict.fromkeys(ids))

    def report(self, article_id: str) -> WhyReport | None:
        number = self.numbers.get(article_id)
        return self.reports[number - 1] if number else None


def gather_why(store: Store, story_id: str, sources: Mapping[str, Source]) -> Why | None:
    """``story_id`` may be an old one. None when it leads to no story."""
    story = store.story_now(story_id)
    if story is None:
        return None
    timeline = store.timeline(story.id)
    heads = [chapter.members[0].article_id for chapter in timeline]
    articles = store.articles_by_id([*heads, *(member.article_id for member in story.members)])
    mine = {member.article_id for member in story.members}
    rulings = [r for r in in_force(store.rulings()) if not mine.isdisjoint((*r.one, *r.other))]
    return why_of(story, articles, sources, timeline, store.story_changes(story.id), rulings)


def why_of(
    story: Story,
    articles: Mapping[str, Article],
    sources: Mapping[str, Source],
    timeline: Iterable[Story] = (),
    changes: Iterable[StoryChange] = (),
    rulings: Iterable[Ruling] = (),
) -> Why:
    rows = tuple(
        WhyReport(number=number, member=member, article=article, outlet=_outlet(article, sources))
        for number, member in enumerate(story.members, 1)
        for article in [articles.get(member.article_id)]
    )
    compared = [r.member.article_id for r in rows if r.article] if len(rows) <= MOST_COMPARED else []
    grown = tree(compared, articles, sources)
    chapters = tuple(
        Chapter(story=one, headline=title_of(articles.get(one.members[0].article_id)), here=one.id == story.id)
        for one in timeline
    )
    return Why(
        story=story,
        headline=next((report.headline for report in rows if report.article), story.id),
        reports=rows,
        numbers={report.member.article_id: report.number for report in rows},
        source_tree=grown,
        voices=independent(grown, articles, sources),
        chapters=chapters if len(chapters) > 1 else (),
        changes=tuple(changes),
        rulings=tuple(rulings),
    )


def title_of(article: Article | None) -> str:
    if article is None:
        return _("(no longer stored)")
    return " ".join(inert(article.title).split())[:LONGEST] or _("Untitled")


def _outlet(article: Article | None, sources: Mapping[str, Source]) -> str:
    if article is None:
        return ""
    source = sources.get(article.source_id)
    return inert(article.source_name or (source.title if source else article.source_id))


# -- in words --------------------------------------------------------------------------------------------------------


def named(why: Why, article_id: str) -> str:
    """How a reader of this story knows an article: by its number, or by its id when it is not in the story."""
    report = why.report(article_id)
    return _("report {n}").format(n=report.number) if report else _("article {id}").format(id=inert(article_id))


def joined_by(why: Why, report: WhyReport) -> str:
    return explain(report.member.evidence, lambda article: named(why, article), first=report.number == 1)


def taken_from(why: Why, taken: Taken) -> str:
    """Whence a report has what it tells; empty for its own reporting."""
    parent = named(why, taken.parent) if taken.parent else ""
    outlet = inert(taken.outlet)
    share = _(" ({n} % of it)").format(n=round(100 * taken.shared)) if taken.shared is not None else ""
    match taken.way:
        case Way.COPY:
            told = _("copied from {parent}{share}").format(parent=parent, share=share)
        case Way.REWRITE:
            told = _("rewritten from {parent}{share}").format(parent=parent, share=share)
        case Way.HEADLINE:
            told = _("the headline of {parent}, no text of its own").format(parent=parent)
        case Way.CREDIT:
            told = _("credits {whom}").format(whom=parent or outlet)
        case None:
            return ""
    return told + (_(": “{phrase}”").format(phrase=inert(taken.phrase)) if taken.phrase else "")


def branches(why: Why) -> list[tuple[int, WhyReport, str]]:
    """The source tree, top down: depth, report, whence it has it. Empty where nobody took from anybody."""
    below: dict[str | None, list[Taken]] = {}
    for taken in sorted(why.source_tree.taken, key=lambda one: why.numbers[one.article_id]):
        below.setdefault(taken.parent, []).append(taken)
    if all(taken.way is None for taken in why.source_tree.taken):
        return []
    rows: list[tuple[int, WhyReport, str]] = []
    waiting = [(0, taken) for taken in reversed(below.get(None, []))]
    while waiting:
        depth, taken = waiting.pop()
        report = why.report(taken.article_id)
        if report is not None:
            rows.append((depth, report, taken_from(why, taken)))
        waiting += [(depth + 1, child) for child in reversed(below.get(taken.article_id, []))]
    return rows


def changed(change: StoryChange) -> str:
    """One line of history, without its date."""
    told = {
        "merged": _("{story} went into {other}, with {count}"),
        "split": _("{count} left {story} for {other}"),
        "moved": _("{count} moved from {story} to {other}"),
        "renamed": _("{story} is called {other} since"),
    }.get(change.kind, _("{story}, {other}: {count}"))
    words = told.format(story=change.story_id, other=change.other_id, count=reports(len(change.articles)))
    who = _("by hand") if change.by == "owner" else _("by clustering")
    return _("{what} ({who})").format(what=words, who=who)


def ruled(ruling: Ruling) -> str:
    """What a ruling says, without its id and date."""
    one, other = reports(len(ruling.one)), reports(len(ruling.other))
    if ruling.together:
        return _("{one} and {other} are one story").format(one=one, other=other)
    return _("{one} not in one story with {other}").format(one=one, other=other)


def order_of(ruling_id: str) -> str:
    """The command that made the ruling: some make several, ``r12ab34.1`` and ``r12ab34.2``; all are undone together."""
    return ruling_id.partition(".")[0]


def reports(count: int) -> str:
    return _("1 report") if count == 1 else _("{n} reports").format(n=count)
