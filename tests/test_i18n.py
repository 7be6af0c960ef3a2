"""Every text that a user sees has its Chinese; none says something else than its English."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from ribao.support import i18n

PACKAGE = Path(i18n.__file__).parent.parent
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext.babel_extract")]
FIELD = re.compile(r"\{[a-z_]*[^}]*\}|%\([a-z_]+\)s")


def messages() -> dict[str, str]:
    """Message → where it is said."""
    keywords = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
    options = {"**/templates/**.html": {"silent": "false"}}
    found = extract_from_dir(PACKAGE, METHODS, options, keywords=keywords, comment_tags=())
    return {text if isinstance(text, str) else text[0]: f"{file}:{line}" for file, line, text, _, _ in found}


def chinese() -> dict[str, str]:
    words: dict[str, str] = {}
    for path in sorted((PACKAGE / "locale" / "zh_CN").glob("*.po")):
        with path.open("rb") as file:
            words |= {str(m.id): str(m.string) for m in read_po(file, abort_invalid=True) if m.id and m.string}
    return words


def test_every_message_has_its_chinese() -> None:
    known = chinese()
    missing = {where: text for text, where in messages().items() if text not in known}
    assert missing == {}


def test_a_translation_keeps_the_fields_of_its_message() -> None:
    wrong = [text for text, said in chinese().items() if sorted(FIELD.findall(text)) != sorted(FIELD.findall(said))]
    assert wrong == []


def test_no_translation_is_left_over() -> None:
    said = set(messages())
    assert sorted(set(chinese()) - said) == []


@pytest.mark.parametrize(
    ("given", "meant"),
    [("zh_CN.UTF-8", "zh"), ("zh-Hans", "zh"), ("en_GB.utf8", "en"), ("C.UTF-8", "zh"), ("", "zh"), ("de_DE", "en")],
)
def test_languages_are_recognised(given: str, meant: str) -> None:
    assert i18n.normalise(given) == meant


def test_the_language_holds_within_its_block_only() -> None:
    with i18n.speaking("en"):
        assert i18n.language() == "en"
        with i18n.speaking("zh"):
            assert i18n.language() == "zh"
        assert i18n.language() == "en"
