"""Which language a text is in: the share of scripts first, which settles Chinese; a model for what is Latin."""

import re
from collections import Counter
from functools import lru_cache

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3041-\u30fa\u30fc-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_ADDRESS = re.compile(r"https?://\S+")
_OTHERS = (
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),  # Persian and Urdu go by it too: their letters are Arabic
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
_LONGEST = 4000  # characters looked at
_WORD = 2.5  # Chinese characters that say as much as one Latin word
_SHARE = 0.15  # of what is said; below it, a text quotes the other language
_ENOUGH = 80  # letters: on a headline shorter than this the model guesses wildly (Nigerian Pidgin, Arabic ...)

_ACCENTED = re.compile(r"[\u00aa-\u024f]")
_SMALL_WORD = re.compile(r"(?<![\w'’])[a-z]+(?![\w'’])")  # whole ones: not the end of "I've"
_FEW = 50  # characters a letter beyond ASCII, at least, in an English text

_TRADITIONAL_REGIONS = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")


def language_of(text: str, hint: str = "") -> str:
    """``zh-Hans``, ``zh-Hant``, or a BCP 47 primary language such as ``en``; empty when nothing tells.

    ``hint`` (a page's ``lang``, a feed's ``language``) decides only where the text itself does not.
    """
    text = _ADDRESS.sub(" ", text[:_LONGEST])
    han, kana, hangul = (len(pattern.findall(text)) for pattern in (_HAN, _KANA, _HANGUL))
    words = len(_LATIN.findall(text))
    # a Chinese headline may be half product names: a Latin word weighs as much as a few characters
    if kana > max(1, (han + kana) // 12) and (kana + han) / _WORD > words * _SHARE:
        return "ja"
    if hangul / _WORD > words * _SHARE and hangul > han:
        return "ko"
    if han and han / _WORD >= words * _SHARE:
        return chinese_script(text, hint)
    return _by_letters(text) or _plain_english(text, hint) or _by_model(text, hint)


def chinese_script(text: str, hint: str = "") -> str:
    """``zh-Hans`` or ``zh-Hant`` of a Chinese text: by the characters that only one of them writes."""
    scripts = Counter(map(_only_in, _HAN.findall(text)))
    if scripts["zh-Hant"] == scripts["zh-Hans"]:
        return "zh-Hant" if hint.lower().replace("_", "-").startswith(_TRADITIONAL_REGIONS) else "zh-Hans"
    return "zh-Hant" if scripts["zh-Hant"] > scripts["zh-Hans"] else "zh-Hans"


@lru_cache(maxsize=30_000)
def _only_in(char: str) -> str:
    """The script that a character belongs to, empty for both and for rare ones.

    The two national character sets are the table: GB 2312 holds what Simplified text writes, Big5 what Traditional
    text writes; what both hold (后, 里, 台) tells nothing.
    """
    mainland, taiwan = _encodes(char, "gb2312"), _encodes(char, "big5")
    if mainland == taiwan:
        return ""
    return "zh-Hans" if mainland else "zh-Hant"


def _encodes(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _by_letters(text: str) -> str:
    for language, pattern in _OTHERS:
        if len(pattern.findall(text)) * 2 > len("".join(text.split())):
            return language
    return ""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# short words that each of these languages writes in nearly every sentence, where the other writes none of them
_ENGLISH = _words(
    "the of and to in is for with that it as was by from are this be has have will its after your how what why not you "
    "we can new says an at or out up more than over into could may us their they who when about"
)
_NOT_ENGLISH = _words(
    "de la le les des et du un une est der die das und ist von mit den ein eine el los las que en y del por il lo che "
    "di e gli per con o os as um uma para het een van voor zijn och att det som på og til med av dan yang untuk ve bir "
    "nie jest na w z i się"
) - {"as", "die", "med", "o", "i", "per", "van", "dan"}


def _plain_english(text: str, hint: str) -> str:
    """``en`` when nearly every letter is ASCII and hardly any little words but English's occur.

    On headlines it is right where py3langid is not, and it spares most programs that model, which takes 73 MB.
    """
    foreign = len(_ACCENTED.findall(text))
    if foreign * _FEW > len(text):  # a name with an accent is no other language
        return ""
    words = Counter(_SMALL_WORD.findall(text.lower()))
    theirs = sum(words[word] for word in _NOT_ENGLISH)
    ours = sum(words[word] for word in _ENGLISH)
    return "en" if ours > theirs * 4 or (hint.lower().startswith("en") and ours >= theirs) else ""


def _by_model(text: str, hint: str) -> str:
    primary = re.split(r"[-_]", hint.strip().lower())[0]
    if sum(map(str.isalpha, text)) < _ENOUGH:
        return primary if re.fullmatch(r"[a-z]{2,3}", primary) else _latin_guess(text)
    import py3langid

    language, _score = py3langid.classify(text)
    return chinese_script(text, hint) if language == "zh" else str(language)


def _latin_guess(text: str) -> str:
    """Of a few words without a hint: English where most letters are ASCII, whatever names stand among them."""
    counts = Counter(char.isascii() for char in text if char.isalpha())
    return "en" if counts[True] > counts[False] else ""
