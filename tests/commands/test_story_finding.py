"""An article is found by the address under which its source showed it, however old it is."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ribao.commands.story_finding import article_meant
from ribao.support.problem import Problem
from ribao.support.store.sqlite import open_store
from tests.contracts.made import NOW, a_lead, a_page, a_reading, a_story, show

SHOWN = "https://www.alpha.example/go?id=7"
CANONICAL = "https://alpha.example/2026/lighthouse.html"


@pytest.mark.parametrize("days", [1, 500])
def test_an_article_is_found_by_the_address_that_its_feed_showed(tmp_path: Path, days: int) -> None:
    lead = a_lead(url=SHOWN, published_at=NOW - timedelta(days=days))
    reading = a_reading(lead, a_page())
    assert reading.article is not None
    article = replace(reading.article, url=CANONICAL)
    with closing(open_store(tmp_path)) as store:
        show(store, lead)
        store.save_readings([replace(reading, article=article)])
        store.put_stories([a_story("s1", article.id)], NOW)
        assert article_meant(store, "alpha.example/go?id=7", NOW) == article.id
        with pytest.raises(Problem):
            article_meant(store, "alpha.example/go?id=", NOW)
        if days == 1:
            assert article_meant(store, CANONICAL, NOW) == article.id
