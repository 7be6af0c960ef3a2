"""What a judge said of a mark stands on the article's page, with the model's name."""

from dataclasses import replace

from ribao.render import site
from ribao.render.place import Place, article_path
from ribao.types.annotation import Annotation
from tests.render.invented import bundle


def test_the_article_page_tells_what_the_judge_said() -> None:
    made = bundle("en")
    name = site.article_ids(made)[0]
    said = {"label": "promo", "confidence": 0.9, "reason": "导购<b>语气", "model": "qwen3-8b", "was": "news"}
    value = {"promo": True, "score": 0.6, "kind": "deal", "spans": [], "voices": None, "judge": said}
    mark = Annotation(article_id=name, revision=1, maker="promotion", version=1, value=value)
    judged = replace(made, annotations={**made.annotations, name: {"promotion": mark}})
    page = (site.article(judged, name, Place(here=article_path(name))) or b"").decode()
    assert "A judge was asked" in page
    assert "qwen3-8b" in page
    assert "导购&lt;b&gt;语气" in page
    assert "A judge was asked" not in (site.article(made, name, Place(here=article_path(name))) or b"").decode()
