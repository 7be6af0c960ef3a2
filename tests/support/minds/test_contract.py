"""What every embedder and every judge keeps: the fakes, and the real ones before a real server."""

import json

import numpy as np
import pytest

from ribao.support.minds.http_embedder import HttpEmbedder
from ribao.support.minds.http_judge import HttpJudge
from ribao.support.minds.port import Doubt, Embedder, Judge, Pair
from ribao.support.minds.remembering import RememberingEmbedder, RememberingJudge
from ribao.support.minds.scripted import ScriptedEmbedder, ScriptedJudge
from ribao.support.store.memory import MemoryStore

from .server import ModelServer, choice, failure, headlines_in, said, text_in, verdict

pytestmark = pytest.mark.anyio

SAME = Pair(one="公司甲同意收购公司乙", other="甲同乙达成收购协议", one_at="2026-02-25T08:00:00+08:00")
OTHER = Pair(one="公司甲同意收购公司乙", other="公司丙发布新手机")
UNKNOWN = Pair(one="怪标题", other="公司丙发布新手机")
REFUSED = "怪标题"
ADVERT = Doubt(kind="promo", text="满三百减五十，点此下单", choices=("promo", "news"))
NEWS = Doubt(kind="promo", text="公司丙发布新手机", choices=("promo", "news"))
ODD = Doubt(kind="certainty", text=REFUSED, choices=("official", "rumor"))


@pytest.fixture(params=["scripted", "http", "remembered"])
def any_embedder(
    request: pytest.FixtureRequest, embedder: HttpEmbedder, server: ModelServer, clock: object
) -> Embedder:
    if request.param == "scripted":
        return ScriptedEmbedder(refused=(REFUSED,))
    usual = server.embeddings
    server.embeddings = lambda body: failure(422)(body) if REFUSED in body["input"] else usual(body)
    if request.param == "http":
        return embedder
    return RememberingEmbedder(embedder=embedder, store=MemoryStore(), clock=clock, refuse=embedder.wire.useless)  # type: ignore[arg-type]


@pytest.fixture(params=["scripted", "http", "remembered"])
def any_judge(request: pytest.FixtureRequest, judge: HttpJudge, server: ModelServer, clock: object) -> Judge:
    if request.param == "scripted":
        return ScriptedJudge(
            same_story=[(SAME.one, SAME.other)],
            other_story=[(OTHER.one, OTHER.other)],
            labels={ADVERT.text: "promo", NEWS.text: "news"},
        )

    def answered(body: dict[str, object]) -> object:
        text = text_in(body)
        if text:
            return said("don't know" if text == REFUSED else json.dumps(choice(text)))
        sides = headlines_in(body)
        odd = REFUSED in {side["headline"] for side in sides.values()}
        return said("don't know" if odd else json.dumps(verdict(sides)))

    server.chat = answered
    return judge if request.param == "http" else RememberingJudge(judge=judge, store=MemoryStore(), clock=clock)  # type: ignore[arg-type]


async def test_each_text_has_its_row_in_its_place(any_embedder: Embedder) -> None:
    texts = ["甲", "乙", "丙", "甲", "丁", "戊"]
    there = await any_embedder.embed(texts)
    back = await any_embedder.embed(texts[::-1])
    assert there.answered.all()
    assert there.model == any_embedder.model
    assert there.rows.dtype == np.float32
    assert np.allclose(there.rows, back.rows[::-1], atol=1e-6)
    assert np.allclose(there.rows[0], there.rows[3])
    assert not np.allclose(there.rows[0], there.rows[1])


async def test_rows_have_length_one(any_embedder: Embedder) -> None:
    vectors = await any_embedder.embed(["甲公司", "乙公司"])
    assert np.allclose(np.linalg.norm(vectors.rows, axis=1), 1, atol=1e-5)


async def test_a_text_that_is_refused_costs_only_its_own_row(any_embedder: Embedder) -> None:
    vectors = await any_embedder.embed(["甲", REFUSED, "乙", "", " \n", "丙"])
    assert vectors.answered.tolist() == [True, False, True, False, False, True]
    assert vectors.row(1) is None
    assert not vectors.rows[1].any()
    assert vectors.row(5) is not None


async def test_no_texts_no_rows(any_embedder: Embedder) -> None:
    vectors = await any_embedder.embed([])
    assert vectors.rows.shape[0] == 0
    assert vectors.answered.tolist() == []


async def test_each_pair_has_its_verdict_in_its_place(any_judge: Judge) -> None:
    found = await any_judge.same([OTHER, SAME, UNKNOWN, OTHER])
    assert [verdict and verdict.same for verdict in found] == [False, True, None, False]
    assert all(0 <= one.confidence <= 1 and one.reason and one.model == any_judge.model for one in found if one)


async def test_which_comes_first_does_not_matter(any_judge: Judge) -> None:
    turned = Pair(one=SAME.other, other=SAME.one, other_at=SAME.one_at)
    assert await any_judge.same([SAME]) == await any_judge.same([turned])


async def test_no_pairs_no_verdicts(any_judge: Judge) -> None:
    assert await any_judge.same([]) == ()


async def test_each_doubt_has_its_choice_in_its_place(any_judge: Judge) -> None:
    found = await any_judge.choose([NEWS, ADVERT, ODD, NEWS])
    assert [choice and choice.label for choice in found] == ["news", "promo", None, "news"]
    assert all(0 <= one.confidence <= 1 and one.reason and one.model == any_judge.model for one in found if one)


async def test_a_label_that_was_not_offered_is_no_answer(any_judge: Judge) -> None:
    other = Doubt(kind="promo", text=ADVERT.text, choices=("news", "comment"))
    assert await any_judge.choose([other]) == (None,)
