"""Charset: bytes into text, right for UTF-8, GBK, GB18030 and Big5 whatever the headers claim.

The order: byte order mark; UTF-8 (a cut tail and a few bad bytes allowed); the declared label, unless the bytes
themselves say otherwise; chardetng. Labels are those of the WHATWG Encoding Standard, so gb2312 and gbk are read as
gb18030 and iso-8859-1 as windows-1252. Never raises.
"""

import codecs
import re

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# without a mark, "<?" or "<r" in two-byte units still gives itself away (XML 1.0, appendix F)
_WIDE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))

_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf-8-sig utf8mb4",
    "gb18030": "gb18030 gbk gb2312 gb_2312 gb_2312-80 x-gbk chinese csgb2312 csiso58gb231280 iso-ir-58 cp936 ms936 "
    "windows-936 euc-cn gb-2312 gb2312-80",
    "big5": "big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 ms950 windows-950 big-5",
    "euc_jp": "euc-jp cseucpkdfmtjapanese x-euc-jp",
    "cp932": "shift_jis shift-jis sjis ms932 ms_kanji csshiftjis windows-31j x-sjis cp932",
    "cp949": "euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
    "windows-949 cp949",
    "cp1252": "windows-1252 iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 l1 ascii us-ascii ansi_x3.4-1968 cp1252 "
    "x-cp1252 cp819 ibm819",
    "cp874": "windows-874 tis-620 iso-8859-11 dos-874",
    "iso8859_15": "iso-8859-15 iso8859-15 l9 latin9",
    "cp1254": "windows-1254 iso-8859-9 latin5 l5 x-cp1254",
    "koi8_r": "koi8-r koi koi8 koi8_r cskoi8r",
    "koi8_u": "koi8-u koi8-ru",
    "mac_roman": "macintosh mac x-mac-roman csmacintosh",
    "utf-16-le": "utf-16 utf-16le unicode ucs-2 iso-10646-ucs-2 csunicode",
    "utf-16-be": "utf-16be unicodefffe",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_CODECS |= {f"windows-{n}": f"cp{n}" for n in (1250, 1251, 1253, 1255, 1256, 1257, 1258, 866)}
_CODECS |= {f"cp{n}": f"cp{n}" for n in (1250, 1251, 1253, 1255, 1256, 1257, 1258, 866)}
_CODECS |= {f"iso-8859-{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 16)}

_EAST_ASIAN = frozenset(("gb18030", "big5", "euc_jp", "cp932", "cp949"))
_FEW = 8  # so many bytes over 0x7F are too few to contradict a label that decodes
_ENOUGH = 1 << 20  # what the detector looks at

_XML_DECLARATION = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})""")
_HTML_META = re.compile(rb"""<meta\s[^>]{0,500}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_HTTP_CHARSET = re.compile(r"""\bcharset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)


def declared_in(head: bytes, content_type: str | None) -> str | None:
    """The label that someone claims: HTTP's charset parameter, else the XML declaration, else the HTML meta element.

    ``head``: the first kilobyte or few of the body. The label may be garbage; :func:`decode` copes.
    """
    found = _HTTP_CHARSET.search(content_type or "")
    if found:
        return found[1]
    head = head[:4096].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf")
    inside = _XML_DECLARATION.search(head) or _HTML_META.search(head)
    return inside[1].decode("ascii") if inside else None


def decode(body: bytes, declared: str | None) -> tuple[str, str]:
    """The text, and the name of the codec that read it. NUL characters are left out; what is no text is U+FFFD."""
    text, codec = _decode(body, declared)
    return text.replace("\x00", ""), codec


def _decode(body: bytes, declared: str | None) -> tuple[str, str]:
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return _lenient(body[len(mark) :], codec), codec
    for start, codec in _WIDE:
        if body.lstrip(b"\r\n\t ").startswith(start):
            return _lenient(body, codec), codec
    text = _utf8(body)
    if text is not None:
        return text, "utf-8"
    codec = _choose(body, _CODECS.get((declared or "").strip().lower()))
    return _lenient(body, codec), codec


def _utf8(body: bytes) -> str | None:
    """As UTF-8; None when it is something else."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_tail = error.reason == "unexpected end of data" and error.start > 0
        if cut_tail and not body[: error.start].isascii():
            return body[: error.start].decode("utf-8")
        return _flawed_utf8(body)


def _flawed_utf8(body: bytes) -> str | None:
    """UTF-8 in which some bytes went wrong: at least eight right sequences for each wrong one.

    GB18030 text read as UTF-8 has about one right for five wrong, so the two do not mix up.
    """
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(body.translate(None, bytes(range(0xC2)))) - wrong
    return text if right >= 8 * wrong else None


def _choose(body: bytes, declared: str | None) -> str:
    """The declared codec, unless it does not fit or the bytes plainly are another East Asian encoding."""
    fits = declared is not None and _fits(body, declared)
    high = len(body[:_ENOUGH].translate(None, bytes(range(128))))
    if fits and declared in _EAST_ASIAN and high < _FEW:
        return declared or ""
    guessed = _guess(body)
    if fits and guessed not in _EAST_ASIAN and declared not in _EAST_ASIAN:
        return declared or guessed
    return guessed


def _fits(body: bytes, codec: str) -> bool:
    """Whether the bytes are legal in that encoding, a cut last character aside."""
    if codec.startswith("utf"):
        return False
    decoder = codecs.getincrementaldecoder(_python_codec(body, codec))()
    try:
        decoder.decode(body)
    except UnicodeDecodeError:
        return False
    return True


def _guess(body: bytes) -> str:
    from chardetng_py import EncodingDetector

    detector = EncodingDetector()
    detector.feed(body[:_ENOUGH], last=True)
    return _CODECS.get(detector.guess(tld=None, allow_utf8=False).lower(), "cp1252")


def _python_codec(body: bytes, codec: str) -> str:
    """WHATWG's Big5 is two of Python's: cp950 (Taiwan, euro sign) and big5hkscs (Hong Kong); the one that fits."""
    if codec != "big5":
        return codec
    return min(("cp950", "big5hkscs"), key=lambda name: body.decode(name, "replace").count("\ufffd"))


def _lenient(body: bytes, codec: str) -> str:
    return body.decode(_python_codec(body, codec), "replace")
