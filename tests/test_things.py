"""From an article that is annotated to the things that it names, by the pipeline's own path."""

from collections.abc import Callable
from typing import Any

import pytest

from ribao import pipeline
from ribao.settings import Settings
from ribao.support.clock import StillClock
from ribao.support.progress import Silent
from ribao.support.store.memory import MemoryStore
from tests.contracts.made import NOW, a_lead, a_reading, a_source, show


class InThisProcess:
    """The pool's one method that annotating needs."""

    async def run(self, work: Callable[..., Any], *arguments: Any, **_limits: Any) -> Any:
        return work(*arguments)


@pytest.mark.anyio
async def test_what_an_article_names_is_kept_when_it_is_annotated_and_one_thing_has_one_id_in_both_languages() -> None:
    store = MemoryStore()
    source = a_source()
    store.put_sources([source])
    for name, title, text in (
        ("zh", "华为发布新款手机", "华为今天在深圳发布新款手机。"),
        ("en", "Huawei launches a phone", "Huawei launched a new phone in Shenzhen today."),
    ):
        lead = a_lead(name)
        show(store, lead)
        store.save_readings([a_reading(lead, title=title, paragraphs=(text,), language=name)])
    articles = tuple(store.articles_by_id([a_lead("zh").id, a_lead("en").id]).values())
    parts = pipeline.Parts(
        store=store,
        client=None,  # type: ignore[arg-type]
        pool=InThisProcess(),  # type: ignore[arg-type]
        clock=StillClock(NOW),
        settings=Settings(),
        sources={source.id: source},
        progress=Silent(),
    )
    made = await pipeline.annotate(parts, articles)
    assert all({"names", "specifications"} <= set(found) for found in made.values())
    firms = {one.thing.id for found in store.mentions(made).values() for one in found if one.in_title}
    assert len(firms) == 1
    assert len(store.mentions_of(firms.pop())) == 2
