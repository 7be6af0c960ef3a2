"""The laboratory: rows in, rows out, as a scorer reads them."""

import json

from ribao.acquire.lab import predict
from tests.gold.extraction.pages import gold_pages


def test_rows_for_a_scorer() -> None:
    page = next(one for one in gold_pages() if one.id == "government/0")
    (row,) = predict([{"id": "g/1", "html": page.body.decode(), "url": page.url}])
    assert json.loads(json.dumps(row)) == row
    assert (row["id"], row["text"], row["title"]) == ("g/1", page.text, page.facts.title)
    assert (row["date"], row["author"]) == (page.facts.date[:10], [page.facts.author])
    assert (row["source_name"], row["editor"], row["reason"]) == (page.facts.source, page.facts.editor, None)


def test_a_page_that_cannot_be_read_has_a_row_too() -> None:
    (row,) = predict([{"id": "x", "html": None, "url": None}])
    assert (row["text"], row["date"], row["reason"]) == ("", None, "article.no_text")
