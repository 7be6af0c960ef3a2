"""Every text that a user sees has its Chinese; none says something else than its English."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.extract import extract_from_dir
from pydantic import BaseModel

from ribao.settings import ChannelSettings, SelectorSettings, Settings, SourceSettings
from ribao.support import i18n

PACKAGE = Path(i18n.__file__).parent.parent
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext.babel_extract")]
SIMPLIFIED = re.compile("[们这为来时说国会对东见发长门问间车马风飞龙条闻报头]")  # some that no Traditional text has
FIELD = re.compile(r"\{[a-z_]*[^}]*\}|%\([a-z_]+\)s")


@cache
def messages() -> dict[str, str]:
    """Message → where it is said."""
    keywords = {"_": None, "N_": None, "gettext": None, "plural": (2, 3)}
    options = {"**/templates/**.html": {"silent": "false"}}
    found = extract_from_dir(PACKAGE, METHODS, options, keywords=keywords, comment_tags=())
    described = {text: f"settings.py: {name}" for name, text in settings_described()}
    for file, line, text, _, _ in found:
        described |= dict.fromkeys([text] if isinstance(text, str) else text, f"{file}:{line}")
    return described


def settings_described() -> Iterator[tuple[str, str]]:
    """The words that explain each setting, in the reference and in the ribao.toml that the first start writes."""
    parts = [part.annotation for part in Settings.model_fields.values()]
    for part in (*parts, ChannelSettings, SourceSettings, SelectorSettings):
        if isinstance(part, type) and issubclass(part, BaseModel):
            for name, row in part.model_fields.items():
                yield name, row.description or ""


@cache
def chinese(folder: str = "zh_CN") -> dict[str, str]:
    words: dict[str, str] = {}
    for path in sorted((PACKAGE / "locale" / folder).glob("*.po")):
        with path.open("rb") as file:
            read = pofile.read_po(file, abort_invalid=True)
            words |= {str(m.id): str(m.string) for m in read if m.id and m.string and not m.fuzzy}
    return words


def test_every_message_has_its_chinese() -> None:
    known = chinese()
    missing = {where: text for text, where in messages().items() if text not in known}
    assert missing == {}


def test_our_reader_of_catalogues_reads_as_babel_does() -> None:
    ours: dict[str, str] = {}
    for path in sorted((PACKAGE / "locale" / "zh_CN").glob("*.po")):
        ours |= i18n.read_po(path.read_text(encoding="utf-8"))
    assert ours == chinese()
    odd = '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid ""\n"two "\n"\\"lines\\"\\n"\nmsgstr ""\n"两行"\n\nmsgid "c"\nmsgstr ""\n'
    assert i18n.read_po(odd) == {'two "lines"\n': "两行"}


@pytest.mark.parametrize("folder", ["zh_CN", "zh_TW"])
def test_a_translation_keeps_the_fields_of_its_message(folder: str) -> None:
    words = chinese(folder)
    assert [text for text, said in words.items() if sorted(FIELD.findall(text)) != sorted(FIELD.findall(said))] == []


def test_no_translation_is_left_over() -> None:
    said = set(messages())
    assert sorted(set(chinese()) - said) == []


def test_traditional_chinese_is_whole_and_traditional() -> None:
    """``scripts/taiwan.py`` fills in what is missing."""
    traditional = chinese("zh_TW")
    assert traditional.keys() == chinese().keys()
    assert [said for said in traditional.values() if SIMPLIFIED.search(said)] == []


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("zh_CN.UTF-8", "zh"),
        ("zh-Hans", "zh"),
        ("en_GB.utf8", "en"),
        ("C.UTF-8", "zh"),
        ("", "zh"),
        ("de_DE", "en"),
        ("zh_TW.UTF-8", "zh-tw"),
        ("zh-Hant", "zh-tw"),
        ("zh-Hant-HK", "zh-tw"),
        ("zh-Hans-HK", "zh"),
        ("zh-SG", "zh"),
        ("zh_TW@stroke", "zh-tw"),
        ("ZH-TW", "zh-tw"),
    ],
)
def test_languages_are_recognised(given: str, meant: str) -> None:
    assert i18n.normalise(given) == meant


def test_the_language_holds_within_its_block_only() -> None:
    with i18n.speaking("en"):
        assert i18n.language() == "en"
        with i18n.speaking("zh"):
            assert i18n.language() == "zh"
        assert i18n.language() == "en"
