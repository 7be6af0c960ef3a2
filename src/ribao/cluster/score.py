"""Scores of a grouping of articles into stories against labels: how much of what belongs together was joined, and no more.

``story_bcubed`` is the headline figure: B-cubed (Bagga and Baldwin 1998) without the credit for what stands alone and
was left alone. Precision is over the articles that were put into a story with another, recall over those that belong
into one; an article joined with no right partner, or left with none, earns nothing.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

Groups = Mapping[str, frozenset[str]]  # article id → its group, itself included
Pair = tuple[str, str]  # article ids, the lower first

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """``stories``: ids of each labelled story; an id of ``ids`` that is in none stands alone, as ``roundups`` should."""

    ids: tuple[str, ...]
    stories: tuple[tuple[str, ...], ...]
    roundups: tuple[str, ...] = ()


def gold_of(labels: Mapping[str, Any]) -> Gold:
    """From ``{"all_ids": [...], "stories": [{"ids": [...]}, ...], "roundups": [...]}``. Raises ValueError otherwise."""
    try:
        stories = tuple(tuple(map(str, story["ids"])) for story in labels["stories"])
        ids = tuple(dict.fromkeys(map(str, labels["all_ids"])))
        roundups = tuple(map(str, labels.get("roundups", ())))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f'labels need "all_ids" and "stories" with "ids": {error!r}') from error
    unknown = sorted({member for story in stories for member in story} - set(ids))
    if unknown:
        raise ValueError(f"a story has an id that all_ids lacks: {unknown[0]}")
    if not ids:
        raise ValueError("all_ids is empty")
    return Gold(ids=ids, stories=stories, roundups=roundups)


def score(gold: Gold, predicted: Mapping[str, str | None], titles: Mapping[str, str] | None = None) -> dict[str, Any]:
    """``predicted``: article id → key of its story; one that is missing stands alone. ``titles``: to tell languages.

    Shares are rounded to four digits.
    """
    right, found = gold_groups(gold), predicted_groups(gold, predicted)
    right_pairs, found_pairs = pairs(right), pairs(found)
    big = {group for group in right.values() if len(group) > 1}
    result: dict[str, Any] = {
        "items": len(gold.ids),
        "gold_stories": len(big),
        "predicted_stories": len({group for group in found.values() if len(group) > 1}),
        "pairwise": _rated(
            _share(len(right_pairs & found_pairs), len(found_pairs)),
            _share(len(right_pairs & found_pairs), len(right_pairs)),
        ),
        "bcubed": _bcubed(gold.ids, gold.ids, right, found, least=1),
        "story_bcubed": _bcubed(_joined(gold.ids, found), _joined(gold.ids, right), right, found, least=2),
        "exact_stories": round(_share(len(big & set(found.values())), len(big)), 4),
        "roundups_pulled_in": sum(len(found[one]) > 1 for one in gold.roundups if one in found),
    }
    if titles:
        result["zh_en_stories"] = _across(right, right_pairs, found_pairs, titles)
    return result


def gold_groups(gold: Gold) -> dict[str, frozenset[str]]:
    return _groups({**{one: (0, one) for one in gold.ids}, **_numbered(gold.stories)})


def predicted_groups(gold: Gold, predicted: Mapping[str, str | None]) -> dict[str, frozenset[str]]:
    keys = {one: (0, one) if (story := predicted.get(one)) is None else (1, story) for one in gold.ids}
    return _groups(keys)


def pairs(groups: Groups) -> set[Pair]:
    """All pairs that are together."""
    return {(one, other) for group in set(groups.values()) for one, other in combinations(sorted(group), 2)}


def errors(gold: Gold, predicted: Mapping[str, str | None]) -> tuple[list[Pair], list[Pair]]:
    """Pairs that were joined and should not be, and pairs that should be joined and were not, sorted."""
    right, found = pairs(gold_groups(gold)), pairs(predicted_groups(gold, predicted))
    return sorted(found - right), sorted(right - found)


def _numbered(stories: Sequence[Iterable[str]]) -> dict[str, tuple[int, str]]:
    return {one: (1, str(number)) for number, story in enumerate(stories) for one in story}


def _groups(keys: Mapping[str, tuple[int, str]]) -> dict[str, frozenset[str]]:
    members: dict[tuple[int, str], list[str]] = defaultdict(list)
    for one, key in keys.items():
        members[key].append(one)
    sets = {key: frozenset(ids) for key, ids in members.items()}
    return {one: sets[key] for one, key in keys.items()}


def _joined(ids: Iterable[str], groups: Groups) -> list[str]:
    return [one for one in ids if len(groups[one]) > 1]


def _bcubed(
    put: Collection[str], belong: Collection[str], right: Groups, found: Groups, *, least: int
) -> dict[str, float]:
    """Precision over ``put``, recall over ``belong``; an article with fewer than ``least`` in common earns nothing."""
    precision = sum(_common(one, right, found, least) / len(found[one]) for one in put)
    recall = sum(_common(one, right, found, least) / len(right[one]) for one in belong)
    return _rated(_share(precision, len(put)), _share(recall, len(belong)))


def _common(one: str, right: Groups, found: Groups, least: int) -> int:
    common = len(right[one] & found[one])
    return common if common >= least else 0


def _across(right: Groups, right_pairs: set[Pair], found_pairs: set[Pair], titles: Mapping[str, str]) -> dict[str, Any]:
    """Of the stories told in Chinese and in another language: the share with a pair joined across; recall of such pairs."""
    chinese = {one: bool(_HAN.search(title)) for one, title in titles.items()}
    cross = {pair for pair in right_pairs if len({chinese[one] for one in pair if one in chinese}) == 2}
    mixed = {right[one] for one, _ in cross}
    joined = {right[one] for one, _ in cross & found_pairs}
    return {
        "gold": len(mixed),
        "joined": round(len(joined) / len(mixed), 4) if mixed else None,
        "pair_recall": round(len(cross & found_pairs) / len(cross), 4) if cross else None,
    }


def _share(part: float, whole: float) -> float:
    """Of nothing, all is right."""
    return part / whole if whole else 1.0


def _rated(precision: float, recall: float) -> dict[str, float]:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
