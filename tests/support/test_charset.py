"""Text is right whatever the headers claim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.support.charset import declared_in, decode

SIMPLIFIED = "今天上午，这家公司发布了新款手机，售价五千九百九十九元。"
TRADITIONAL = "今天上午，這家公司發佈了新款手機，售價五千九百九十九元。"
LABELS = [
    None,
    "utf-8",
    "UTF8",
    "gb2312",
    "GBK",
    "gb18030",
    "big5",
    "iso-8859-1",
    "windows-1252",
    "utf-16",
    "klingon",
    "",
]


@pytest.mark.parametrize("declared", LABELS)
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED + "𠮷㐀", "gb18030"),
        (SIMPLIFIED[:8], "gbk"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL[:8], "big5"),
        (TRADITIONAL, "gb18030"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "utf-8-sig"),
    ],
)
def test_chinese_is_read_right_whatever_is_declared(text: str, encoding: str, declared: str | None) -> None:
    page = f"<html><title>{text}</title><p>plain ASCII around it</p></html>"
    assert decode(page.encode(encoding), declared)[0] == page


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Größe, naïve, déjà vu", "iso-8859-1"),
        ("Привет, мир", "windows-1251"),
        ("日本語の新聞です", "shift_jis"),
        ("日本語の新聞です", "euc-jp"),
        ("한국어 신문입니다", "euc-kr"),
    ],
)
def test_a_true_label_is_believed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), encoding)[0] == text


def test_utf_8_that_was_cut_inside_a_character_keeps_all_before_the_cut() -> None:
    assert decode(SIMPLIFIED.encode()[:-1], "gbk") == (SIMPLIFIED[:-1], "utf-8")


def test_three_bad_bytes_do_not_make_utf_8_something_else() -> None:
    body = bytearray((SIMPLIFIED * 10).encode())
    for at in (30, 300, 600):
        body[at] = 0xFF
    text, codec = decode(bytes(body), None)
    assert codec == "utf-8"
    assert text.endswith(SIMPLIFIED)
    assert "\ufffd" in text


def test_utf_16_without_a_mark_is_seen_by_its_zeros() -> None:
    assert decode("<?xml version='1.0'?><t>中</t>".encode("utf-16-be"), "utf-8")[0].endswith("<t>中</t>")


def test_hong_kong_and_euro_signs_are_both_big5() -> None:
    assert decode(("價格 100 €，" + TRADITIONAL).encode("cp950"), "big5")[0].startswith("價格 100 €")
    assert "䏰" in decode((TRADITIONAL + "䏰").encode("big5hkscs"), "big5-hkscs")[0]


def test_nul_goes_and_lone_surrogates_do_not_come() -> None:
    assert decode(b"a\x00b", None)[0] == "ab"
    for body in (b"\xed\xa0\x80abc", b"\xff\xfe\x00\xd8a\x00"):
        decode(body, None)[0].encode("utf-8")


@given(
    st.binary(max_size=300),
    st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["idna", "utf-7", "rot13", "hex"])),
)
def test_never_raises_and_always_gives_text_that_can_be_stored(body: bytes, declared: str | None) -> None:
    text, codec = decode(body, declared)
    text.encode("utf-8")
    assert "\x00" not in text
    assert "".encode(codec) is not None


@pytest.mark.parametrize(
    ("head", "content_type", "label"),
    [
        (b"<?xml version='1.0' encoding='gb2312'?>", "text/xml; charset=utf-8", "utf-8"),
        (b"<?xml version='1.0' encoding='gb2312'?>", "text/xml", "gb2312"),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="GBK" ?>', None, "GBK"),
        (b'<html><head><meta charset="big5">', "text/html", "big5"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />', None, "gb2312"),
        (b"<html>", 'text/html; Charset="GBK"', "GBK"),
        (b"<html>", None, None),
        (b"", "text/html; charset=", None),
    ],
)
def test_who_declares_what(head: bytes, content_type: str | None, label: str | None) -> None:
    assert declared_in(head, content_type) == label
