"""edition.json against its schema."""

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from ribao.render.edition_json import schema, to_json
from tests.render import invented, ledger

VALIDATOR = Draft202012Validator(json.loads(schema()), format_checker=FormatChecker())


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(to_json(ledger.bundle().edition))
    return loaded


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(schema()))


def test_editions_satisfy_it() -> None:
    VALIDATOR.validate(document())
    VALIDATOR.validate(json.loads(to_json(invented.empty().edition)))


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("sections", 0),
        ("sections", 0, "entries", 0),
        ("sections", 0, "entries", 0, "sentences", 0),
        ("sections", 0, "entries", 0, "sentences", 0, "citations", 0),
        ("sections", 0, "entries", 0, "articles", 0),
        ("sections", 0, "entries", 0, "claims", 1),
        ("sections", 0, "entries", 0, "claims", 1, "holders", 0),
        ("sections", 0, "entries", 0, "claims", 1, "history", 0),
        ("sections", 0, "entries", 0, "claims", 1, "contradicts", 0),
        ("failed", 0),
    ],
)
def test_each_field_is_required_and_no_other_is_allowed(path: tuple[str | int, ...]) -> None:
    whole = document()
    fields = list(_at(whole, path))
    for name in fields:
        broken = copy.deepcopy(whole)
        del _at(broken, path)[name]
        assert not VALIDATOR.is_valid(broken), f"{name} is not required at {path}"
    _at(whole, path)["surprise"] = 1
    assert not VALIDATOR.is_valid(whole)


def test_equal_editions_give_equal_bytes_whatever_the_order_of_their_maps() -> None:
    edition = invented.bundle().edition
    turned = replace(edition, counts=dict(sorted(edition.counts.items(), reverse=True)))
    assert to_json(edition) == to_json(turned)
    assert to_json(edition).endswith(b"}\n")


def test_times_are_in_the_editions_zone() -> None:
    assert document()["as_of"] == "2026-05-08T07:00:00+08:00"
    assert document()["sections"][0]["entries"][0]["articles"][0]["published_at"] == "2026-05-08T06:05:00+08:00"


def test_text_is_readable_and_a_lone_surrogate_does_no_harm() -> None:
    edition = replace(invented.bundle().edition, note="更正\ud800")
    made = to_json(edition)
    assert "智能手机".encode() in made
    assert json.loads(made)["note"] == "更正?"


def test_spans_point_at_the_sentences() -> None:
    articles = invented.bundle().articles
    for section in document()["sections"]:
        for entry in section["entries"]:
            for sentence in entry["sentences"]:
                for cited in sentence["citations"]:
                    assert articles[cited["article"]].text[cited["start"] : cited["end"]] == sentence["text"]


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value
