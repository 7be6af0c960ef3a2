"""``ribao lab stories`` and ``lab score``: the pipeline's own clustering over files, and how well it did."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from ribao import joining
from ribao.acquire.sources.text import plain
from ribao.annotate.roundup import is_roundup
from ribao.cluster.score import Gold, errors, gold_of, score
from ribao.cluster.stories import WINDOW_HOURS
from ribao.cluster.stream import Standing, windows
from ribao.commands.lab_files import warn, write
from ribao.commands.lab_items import Items, rows
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.types.article import Article
from ribao.types.ruling import Ruling
from ribao.types.signature import Signature
from ribao.types.source import Source

SHOWN = 80  # characters of a title


# -- stories ---------------------------------------------------------------------------------------------------------


def tell_stories(items: Path, output: Path, model: Path | None) -> int:
    """``{id: story id}`` of all items goes to ``output``."""
    given = Items(path=items)
    told: list[str] = []
    stories = predicted(given, model, told)
    write(output, json.dumps(stories, indent=0) + "\n")
    warn([*dict.fromkeys(told), *given.faults])
    print(
        _("{count} items in {stories} stories: {output}").format(
            count=len(stories), stories=len(set(stories.values())), output=output
        )
    )
    return 0


def predicted(items: Items, model: Path | None, told: list[str]) -> dict[str, str]:
    """Item id → story id, as the daily would tell them; ``told`` takes what there is to say of the model."""
    standing, lab = Standing(), _Lab(model=_existing(model))
    for articles in windows(items.articles(), timedelta(hours=WINDOW_HOURS)):
        task = lab.task(articles, standing)
        found = joining.tell_stories(task)
        standing.put(joining.kept(task, found))
        lab.keep(articles, found.signatures)
        told += found.told
    return {**standing.home, **{one: f"alone-{one}" for one in items.alone}}


@dataclass(slots=True)
class _Lab:
    """What the daily has in its store: signatures and round-ups of the articles of the window."""

    model: Path | None
    signatures: dict[str, Signature] = field(default_factory=dict)
    roundups: dict[str, bool] = field(default_factory=dict)

    def task(self, articles: Sequence[Article], standing: Standing) -> joining.Task:
        known = self.roundups
        self.roundups = {one.id: known[one.id] if one.id in known else is_roundup(one) for one in articles}
        return joining.Task(
            articles=articles,
            sources={one.source_id: Source(id=one.source_id, url="", title=one.source_id) for one in articles},
            roundups=frozenset(one for one, is_one in self.roundups.items() if is_one),
            signatures=self.signatures,
            stories=standing.of(articles),
            model=self.model,
            window_hours=WINDOW_HOURS,
        )

    def keep(self, articles: Sequence[Article], fresh: Iterable[Signature]) -> None:
        known = {**self.signatures, **{one.article_id: one for one in fresh}}
        self.signatures = {one.id: known[one.id] for one in articles if one.id in known}


def _existing(model: Path | None) -> Path | None:
    if model is not None and not model.is_file():
        raise Problem(
            _("There is no model at {path}.").format(path=model),
            "",
            _("Train one with `ribao lab train`, or leave --model out."),
        )
    return model


# -- the owner's rulings ---------------------------------------------------------------------------------------------


def score_mine(config: Path | None, data: Path | None, model: Path | None) -> int:
    """How many of the owner's rulings clustering would agree with by itself; each is printed."""
    from ribao.app import MODEL_FILE, house
    from ribao.cluster.rulings import verdicts

    folder = house(config, data).data
    rulings, articles, sources = _ruled(folder)
    task = joining.Task(
        articles=articles,
        sources=sources,
        roundups=frozenset(one.id for one in articles if is_roundup(one)),
        model=_existing(model) or folder / MODEL_FILE,
        window_hours=WINDOW_HOURS,
    )
    found = joining.tell_stories(task)
    warn(found.told)
    home = {member.article_id: story.id for story in found.stories for member in story.members}
    titles = {one.id: plain(one.title)[:SHOWN] for one in articles}
    judged = verdicts(rulings, home)
    for ruling, agreed in judged:
        print(_told(ruling, agreed, titles))
    agreed_with = sum(agreed for _ruling, agreed in judged)
    print(
        _("{agreed} of {all} rulings are found without them.").format(agreed=agreed_with, all=len(judged))
        if judged
        else _("There are no rulings to score.")
    )
    return 0


def _ruled(folder: Path) -> tuple[tuple[Ruling, ...], tuple[Article, ...], dict[str, Source]]:
    """The rulings, the articles of which they speak, and those of the windows around them."""
    from ribao.support.store.sqlite import open_store

    store = open_store(folder, read_only=True)
    try:
        rulings = store.rulings()
        named = store.articles_by_id({one for ruling in rulings for one in (*ruling.one, *ruling.other)})
        around = {one.id: one for article in named.values() for one in _around(store, article)}
        return rulings, tuple({**around, **named}.values()), {source.id: source for source in store.sources()}
    finally:
        store.close()


def _around(store: Any, article: Article) -> Sequence[Article]:
    window = timedelta(hours=WINDOW_HOURS)
    found: Sequence[Article] = store.articles(article.published_at - window, article.published_at + window)
    return found


def _told(ruling: Ruling, agreed: bool, titles: Mapping[str, str]) -> str:
    asked = _("together") if ruling.together else _("apart")
    said = _("agrees") if agreed else _("differs")
    lines = [f"{said}  {ruling.id}  {asked}"]
    lines += [f"    {titles.get(one, one)}" for one in ruling.one]
    lines += [f"    / {titles.get(one, one)}" for one in ruling.other]
    return "\n".join(lines)


# -- score -----------------------------------------------------------------------------------------------------------


def score_stories(gold: Path, predictions: Path, items: Sequence[Path], wrong: int) -> int:
    """Prints one JSON object, and up to ``wrong`` pairs wrongly joined and as many missed."""
    labels, found = _gold(gold), _predictions(predictions)
    if not set(labels.ids) & set(found):
        raise Problem(_("No id of {path} is among the labelled ones.").format(path=predictions))
    known = {
        str(item["id"]): item for path in items for _n, item in rows(path) if isinstance(item, dict) and "id" in item
    }
    titles = {one: str(item.get("title", "")) for one, item in known.items()}
    print(json.dumps(score(labels, found, titles), ensure_ascii=False))
    if wrong:
        joined, missed = errors(labels, found)
        for heading, pairs in ((_("WRONGLY JOINED"), joined), (_("MISSED"), missed)):
            for pair in pairs[:wrong]:
                print(heading, *(_line(one, known) for one in pair), sep="\n    ")
    return 0


def _line(one: str, known: Mapping[str, Mapping[str, Any]]) -> str:
    if one not in known:
        return one
    return f"{one} {plain(str(known[one].get('source', '')))}: {plain(str(known[one].get('title', '')))}"


def _gold(path: Path) -> Gold:
    try:
        return gold_of(_json(path))
    except ValueError as error:
        raise Problem(_("{path} holds no labels of stories.").format(path=path), str(error)) from None


def _predictions(path: Path) -> dict[str, str | None]:
    found = _json(path)
    if not isinstance(found, dict):
        raise Problem(
            _("{path} holds no predictions.").format(path=path), _("It should be a JSON object: a story for each id.")
        )
    return {str(one): None if story is None else str(story) for one, story in found.items()}


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Problem(_("{path} cannot be read as JSON.").format(path=path), str(error)) from None
