"""Evidence: with whom an article was joined, and what both share, in the words of the headlines."""

import json
from datetime import UTC, datetime
from typing import Any

from ribao.annotate.words import words_of
from ribao.cluster.evidence import shared_names, shared_words
from ribao.cluster.lexicon import load
from ribao.cluster.model import words_alone
from ribao.cluster.stories import Known, tell
from ribao.support.folding import fold
from ribao.types.ruling import Ruling
from tests.cluster.made import LIGHTHOUSE, OTHERS
from tests.edit.build import article

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)


def told(*titles: str, **known: Any) -> dict[str, dict[str, Any]]:
    articles = [article(f"a{at}", title, source=f"s{at}", hours=20 - at) for at, title in enumerate(titles)]
    stories = tell(articles, {one.id: words_of(one) for one in articles}, words_alone(), Known(**known)).stories
    return {member.article_id: dict(member.evidence) for story in stories for member in story.members}


def words(*titles: str) -> list[str]:
    pair = [article(f"a{at}", title) for at, title in enumerate(titles)]
    return shared_words(pair[0], pair[1], {one.id: words_of(one) for one in pair})


def test_a_join_names_its_partner_its_score_and_the_shared_words() -> None:
    found = told(*LIGHTHOUSE[:2])["a1"]
    assert found["with"] == "a0"
    assert words_alone().least <= found["score"] <= 1
    assert any("灯塔" in word for word in found["words"])


def test_shared_numbers_are_told() -> None:
    assert told(OTHERS[1], "Robot lawnmowers: Heron recalls 12,000")["a1"]["numbers"] == ["12000"]


def test_the_first_article_needs_no_evidence_nor_does_one_that_stands_alone() -> None:
    found = told(*LIGHTHOUSE[:2], OTHERS[0])
    assert found["a0"] == found["a2"] == {}


def test_an_equal_headline_and_an_equal_text_say_so() -> None:
    assert told(LIGHTHOUSE[0], LIGHTHOUSE[0] + "！")["a1"] == {"same_headline": "a0"}
    assert told(LIGHTHOUSE[0], "三十年后", reposts={"a1": "a0"})["a1"] == {"same_text": "a0"}


def test_what_only_the_owner_joined_names_the_ruling() -> None:
    ruling = Ruling(id="r1", at=NOON, verb="merge", together=True, one=("a0",), other=("a1",))
    assert told(LIGHTHOUSE[0], OTHERS[1], rulings=[ruling])["a1"] == {"ruling": "r1"}


def test_shared_words_are_whole_and_the_longest_first() -> None:
    found = words("青石港灯塔重新点亮", "青石港灯塔今晨点亮")
    assert found == sorted(found, key=len, reverse=True)
    assert not any(one != other and one in other for one in found for other in found)
    assert words("灯塔", "大桥") == []


def test_a_name_in_two_scripts_is_shown_as_each_writes_it() -> None:
    assert ["苹果", "apple"] in shared_names(fold("苹果召回手表"), fold("Apple recalls watches"), load())
    assert shared_names(fold("苹果"), fold("苹果"), load()) == []


def test_evidence_is_plain_values() -> None:
    found = told(*LIGHTHOUSE, *OTHERS)
    assert json.loads(json.dumps(found)) == found
