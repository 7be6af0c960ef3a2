"""Every word that the pages say, and every reason, in both languages."""

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import ribao
from ribao.support.i18n import speaking
from ribao.support.reasons import words
from ribao.types.reason import Code, Reason

SOURCE = Path(ribao.__file__).parent
METHODS = {".html": babel_extract, ".py": "python"}
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "N_": None, "plural": (2, 3)}


def said(folder: str) -> set[str]:
    found: set[str] = set()
    for path in sorted((SOURCE / folder).rglob("*")):
        if path.suffix in METHODS:
            method: Any = METHODS[path.suffix]
            with path.open("rb") as file:
                for _, message, _, _ in extract(method, file, keywords=KEYWORDS, options={}):
                    found |= set(message) if isinstance(message, tuple) else {message}
    return found


@pytest.mark.parametrize("folder", ["render", "serve"])
def test_every_message_of_the_pages_has_its_chinese(folder: str) -> None:
    known: dict[str, str] = {}
    for path in sorted((SOURCE / "locale/zh_CN").glob("*.po")):
        with path.open("rb") as file:
            known |= {str(message.id): str(message.string) for message in read_po(file) if message.id}
    messages = said(folder)
    assert len(messages) > 20
    assert sorted(one for one in messages if not known.get(one)) == []
    for message in messages:
        names = set(re.findall(r"%\(\w+\)s", message))
        assert set(re.findall(r"%\(\w+\)s", known[message])) == names, message


@pytest.mark.parametrize("code", list(Code))
def test_every_reason_is_told_in_both_languages(code: Code) -> None:
    reason = Reason(code=code, detail="HTTP 503")
    with speaking("en"):
        english = words(reason)
    with speaking("zh"):
        chinese = words(reason)
    for told in (english, chinese):
        assert told.what
        assert told.why
        assert told.remedy
        assert "HTTP 503" in told.why
    for here, there in ((chinese.what, english.what), (chinese.why, english.why), (chinese.remedy, english.remedy)):
        assert here != there
        assert re.search("[\u4e00-\u9fff]", here)
        assert not re.search("[\u4e00-\u9fff]", there)
