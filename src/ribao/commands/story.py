"""``ribao story merge|split|move|undo``: the owner's rulings, written down and done at once to the stored stories.

A ruling speaks of articles, not of stories, so it stands however clustering cuts them later. What is done here is done
by the same rule (:func:`ribao.cluster.rulings.obey`), so a rebuild does not change it.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from ribao.commands.story_finding import article_meant, story_meant
from ribao.support import loop
from ribao.support.clock import Clock, SystemClock
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.progress import Silent
from ribao.support.store.port import Store
from ribao.types.ruling import Ruling
from ribao.types.story import Story

Say = Callable[[str], None]

NAME = "story"  # by which a running instance knows the command
LOOKED_BACK = 30  # editions that are searched for a changed story
_EVER_BEFORE = datetime.min.replace(tzinfo=UTC)


def edit_stories(config: Path | None, data: Path | None, action: str, words: Sequence[str]) -> int:
    """The whole command, here or in the instance that runs on the data folder."""
    from ribao.app import house
    from ribao.commands.handover import hand_over
    from ribao.support.store.sqlite import open_store
    from ribao.support.work.instance import InstanceLock, running

    home = house(config, data)
    instance = running(home.data)
    if instance is not None:
        return hand_over(instance, NAME, {"action": action, "words": list(words)}, Silent(), print)
    with InstanceLock(home.data).acquire("", ""):
        store = open_store(home.data)
        try:
            return loop.run(edited(store, SystemClock(), action, words, print))
        finally:
            store.close()


async def handed_over(store: Store, clock: Clock, arguments: Mapping[str, Any], say: Say) -> int:
    """As another process sent it."""
    words = [str(word) for word in arguments.get("words", ())]
    return await edited(store, clock, str(arguments.get("action", "")), words, say)


async def edited(store: Store, clock: Clock, action: str, words: Sequence[str], say: Say) -> int:
    actions = {"merge": merge, "split": split, "move": move, "undo": undo}
    if action not in actions:
        raise Problem(_("There is no command {name}.").format(name=f"story {action}"))
    return await asyncio.to_thread(actions[action], store, clock, words, say)


def merge(store: Store, clock: Clock, words: Sequence[str], say: Say) -> int:
    """``words``: two or more stories. The first takes the others in."""
    now = clock.now()
    found = {story.id: story for story in (story_meant(store, word, now) for word in words)}
    first, *others = found.values()
    if not others:
        raise Problem(
            _("All of these are one story already: {id}.").format(id=first.id),
            "",
            _("Name another story; `ribao story why {id}` shows what is in this one.").format(id=first.id),
        )
    pairs = [(True, _articles(first), _articles(other)) for other in others]
    done = _rule(store, now, "merge", pairs)
    into = _holder(done, first)
    say(_("Merged {ids} into {into}:").format(ids=_(", ").join(found), into=into.id))
    return _tell(store, done, say)


def split(store: Store, clock: Clock, words: Sequence[str], say: Say) -> int:
    """``words``: a story, and those of its articles that are to be a story of their own."""
    now = clock.now()
    story = story_meant(store, words[0], now)
    out = [article_meant(store, word, now) for word in words[1:]]
    strangers = [article for article in out if article not in _articles(story)]
    if strangers:
        raise Problem(
            _("{article} is not in story {id}.").format(article=strangers[0], id=story.id),
            "",
            _("`ribao story why {id}` shows the ids of its articles.").format(id=story.id),
        )
    out = _with_copies(story, out)
    rest = [article for article in _articles(story) if article not in out]
    if not rest:
        raise Problem(
            _("Nothing would be left of story {id}.").format(id=story.id),
            _("Copies of an article go where it goes, and with them these are all of its articles."),
            _("Leave at least one article that tells something else."),
        )
    done = _rule(store, now, "split", [(False, out, rest)])
    say(_("Split story {id}:").format(id=story.id))
    return _tell(store, done, say)


def move(store: Store, clock: Clock, words: Sequence[str], say: Say) -> int:
    """``words``: an article, and the story that it belongs to."""
    now = clock.now()
    article = article_meant(store, words[0], now)
    target = story_meant(store, words[1], now)
    story = store.stories_of([article])[article]
    if story.id == target.id:
        raise Problem(
            _("{article} is in story {id} already.").format(article=article, id=target.id), "", _("Name another story.")
        )
    out = _with_copies(story, [article])
    rest = [other for other in _articles(story) if other not in out]
    apart = [(False, out, rest)] if rest else []
    done = _rule(store, now, "move", [*apart, (True, out, _articles(target))])
    say(_("Moved from {story} to {target}:").format(story=story.id, target=_holder(done, target).id))
    return _tell(store, done, say)


def undo(store: Store, clock: Clock, words: Sequence[str], say: Say) -> int:
    """``words``: the id of a ruling, as the command that made it said."""
    from ribao.render.why import order_of

    wanted, now = order_of(words[0].strip()), clock.now()
    known = store.rulings()
    gone = [ruling for ruling in known if order_of(ruling.id) == wanted]
    if not gone:
        raise Problem(
            _("There is no ruling {id!r}.").format(id=words[0][:200]), "", _("`ribao story rulings` shows them.")
        )
    for ruling in gone:
        store.remove_ruling(ruling.id)
    rest = [ruling for ruling in known if ruling not in gone]
    done = _recut(store, now, gone, [*map(_opposite, gone), *rest], {})
    say(_("Undone: ruling {id}. Clustering decides here again, from the next build on.").format(id=wanted))
    return _tell(store, replace(done, order=""), say)


# -- rulings made and done -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """``before`` and ``after``: the stories that were touched. ``order``: under which it can be undone; empty: not."""

    order: str
    before: tuple[Story, ...]
    after: tuple[Story, ...]


def _rule(store: Store, now: datetime, verb: str, pairs: Sequence[tuple[bool, Sequence[str], Sequence[str]]]) -> Done:
    """Each pair: whether together, and the two sides."""
    known = store.rulings()
    # a clock that was turned back must not make this the earlier one: the last word counts
    at = max([now, *(ruling.at + timedelta(microseconds=1) for ruling in known[-1:])])
    order = "r" + sha256(f"{at.isoformat()} {verb} {pairs}".encode()).hexdigest()[:7]
    rulings = [
        Ruling(
            id=order if len(pairs) == 1 else f"{order}.{n}",
            at=at,
            verb=verb,
            together=together,
            one=tuple(one),
            other=tuple(other),
        )
        for n, (together, one, other) in enumerate(pairs, 1)
    ]
    store.put_rulings(rulings)  # first of all: should the rest fail, the next build obeys it
    marks = {article: r.id for r in rulings for article in (*r.one, *(r.other if r.together else ()))}
    return replace(_recut(store, at, rulings, [*known, *rulings], marks), order=order)


def _recut(
    store: Store, at: datetime, about: Sequence[Ruling], rulings: Sequence[Ruling], marks: Mapping[str, str]
) -> Done:
    """Put the stories of the articles that ``about`` names as ``rulings`` want them."""
    from ribao.cluster.recut import recut
    from ribao.cluster.rulings import obey

    articles = {article for ruling in about for article in (*ruling.one, *ruling.other)}
    before = {story.id: story for story in store.stories_of(sorted(articles)).values()}
    groups = obey([_articles(story) for story in before.values()], rulings)
    known = store.articles_by_id(article for group in groups for article in group)
    times = {article.id: article.published_at for article in known.values()}
    gone = {ruling.id for ruling in about} - {ruling.id for ruling in rulings}
    after = recut(before.values(), groups, times, marks, gone)
    store.put_stories(after, at, by="owner")
    return Done(order="", before=tuple(before.values()), after=after)


def _opposite(ruling: Ruling) -> Ruling:
    """What takes back what it did; weaker than every ruling, so that those that stay are kept."""
    one, other = (ruling.other, ruling.one) if ruling.verb == "merge" else (ruling.one, ruling.other)
    return replace(ruling, id=f"-{ruling.id}", at=_EVER_BEFORE, together=not ruling.together, one=one, other=other)


def _articles(story: Story) -> list[str]:
    return [member.article_id for member in story.members]


def _with_copies(story: Story, articles: Sequence[str]) -> list[str]:
    """Copies of an article's very text go where it goes."""
    return [m.article_id for m in story.members if m.article_id in articles or m.repost_of in articles]


def _holder(done: Done, story: Story) -> Story:
    """Where the first article of a former story is now."""
    first = story.members[0].article_id
    return next(one for one in done.after if first in _articles(one))


# -- told ------------------------------------------------------------------------------------------------------------


def _tell(store: Store, done: Done, say: Say) -> int:
    from ribao.render.why import reports, title_of

    heads = store.articles_by_id(story.members[0].article_id for story in done.after)
    for story in done.after:
        title = title_of(heads.get(story.members[0].article_id))
        say(_("  {id}  {title} ({count})").format(id=story.id, title=title, count=reports(len(story.members))))
    for line in _editions(store, done):
        say(line)
    if done.order:
        say(_("To undo it: ribao story undo {order}").format(order=done.order))
    return 0


def _editions(store: Store, done: Done) -> list[str]:
    """What becomes of the editions that tell these stories: those that are out stay as they are."""
    ids = {story.id for story in (*done.before, *done.after)}
    frozen, draft = [], False
    for key in store.editions()[:LOOKED_BACK]:
        edition = store.edition(key.date, key.profile, key.revision)
        if edition and any(entry.story in ids for section in edition.sections for entry in section.entries):
            draft = draft or key.revision == 0
            frozen += [key.date.isoformat()] if key.revision else []
    days = _(", ").join(dict.fromkeys(frozen))
    out = _("Editions that are out stay as they are: {days}. The story's page, /-/why/ID, shows it as it is now.")
    lines = [out.format(days=days)] if days else []
    return [*lines, _("The draft follows at the next build.")] if draft else lines
