"""Measured: copies and rewrites of the gold set are found, and its hard negatives stay apart."""

from collections.abc import Iterable

from ribao.cluster.reposts import Level, find, fold
from ribao.types.article import Article
from tests.gold.reposts import families as gold

COPY_RECALL, REWRITE_RECALL, PRECISION = 0.98, 0.9, 0.99


def wanted(level: str) -> set[tuple[str, str]]:
    """(report, what was taken from it)"""
    return {(f.report.id, a.id) for f in gold.families() for a in getattr(f, level)}


def matched(articles: Iterable[Article], level: Level) -> set[tuple[str, str]]:
    return {(match.one, match.other) for match in find(articles) if match.level is level}


def share(part: set[tuple[str, str]], whole: set[tuple[str, str]]) -> float:
    return len(part & whole) / len(whole)


def test_the_set_is_large_enough_to_tell() -> None:
    languages = {family.language for family in gold.families()}
    assert len(gold.families()) >= 30
    assert languages == {"zh-Hans", "zh-Hant", "en"}
    assert len(gold.apart()) >= 40
    assert len(wanted("rewrites")) >= 15


def test_copies_are_found_and_nothing_else_is_called_one() -> None:
    found = matched(gold.everything(), Level.COPY)
    assert share(found, wanted("copies")) >= COPY_RECALL
    assert share(wanted("copies"), found) >= PRECISION


def test_rewrites_are_found_and_nothing_else_is_called_one() -> None:
    found = matched(gold.everything(), Level.REWRITE)
    assert share(found, wanted("rewrites")) >= REWRITE_RECALL
    assert share(wanted("rewrites"), found) >= PRECISION


def test_rewrites_of_copies_point_at_the_report_without_it() -> None:
    """Each rewrite alone with its report and a copy: the rewrite is found whichever came first."""
    for family in gold.families():
        for rewrite in family.rewrites:
            found = matched([family.report, family.copies[1], rewrite], Level.REWRITE)
            assert found == {(family.report.id, rewrite.id)}


def test_hard_negatives_stay_apart_pair_by_pair() -> None:
    joined = [(one.id, other.id) for one, other in gold.apart() if list(find([one, other]))]
    assert joined == []


def test_folding_the_whole_set_gives_each_copy_its_report() -> None:
    folded = fold(gold.everything())
    assert folded.keys() == {copy for _, copy in wanted("copies")}
    assert all(folded[copy] == report for report, copy in wanted("copies"))


def test_the_sample_worlds_reposts_are_found_and_few_rewrites_are_claimed() -> None:
    """Written by others than the rules: its rewrites are free retellings, most of which are out of reach."""
    labelled, articles = gold.sample_world()
    copies = {match.other: match.one for match in find(articles) if match.level is Level.COPY}
    assert copies == labelled.reposts
    claimed = {match.other for match in find(articles) if match.level is Level.REWRITE}
    assert len(claimed & labelled.rewrites) >= 1
    assert len(claimed - labelled.rewrites) <= 1
