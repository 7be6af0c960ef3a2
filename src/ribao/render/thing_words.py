"""What the pages of things say, in the reader's words: kinds, properties, values, letters."""

from datetime import date

from ribao.render.dates import LOCALES
from ribao.support.i18n import N_, language
from ribao.support.i18n import gettext as _
from ribao.types.thing import ThingKind

KINDS = {
    ThingKind.PERSON: N_("Person"),
    ThingKind.ORGANISATION: N_("Organisation"),
    ThingKind.PRODUCT: N_("Product"),
    ThingKind.PLACE: N_("Place"),
}
PLURALS = {
    ThingKind.PERSON: N_("People"),
    ThingKind.ORGANISATION: N_("Organisations"),
    ThingKind.PRODUCT: N_("Products"),
    ThingKind.PLACE: N_("Places"),
}
PROPERTIES = {
    "release": N_("Launch"),
    "preorder": N_("Pre-orders"),
    "on_sale": N_("On sale"),
    "price": N_("Price"),
    "chip": N_("Chip"),
    "memory": N_("Memory"),
    "storage": N_("Storage"),
    "screen": N_("Screen"),
    "cover_screen": N_("Cover screen"),
    "refresh": N_("Refresh rate"),
    "battery": N_("Battery"),
    "charging": N_("Charging"),
    "wireless_charging": N_("Wireless charging"),
    "reverse_charging": N_("Reverse charging"),
    "camera": N_("Camera"),
    "telephoto": N_("Telephoto camera"),
    "ultrawide": N_("Ultra-wide camera"),
    "front_camera": N_("Front camera"),
    "weight": N_("Weight"),
    "thickness": N_("Thickness"),
    "thickness_folded": N_("Thickness, folded"),
}
UNITS = {"in": N_("in"), "元": N_("yuan"), "MP": N_("MP")}
OTHER = "#"
# GB 2312 sorts its common characters by pinyin: the first character of each initial
_FIRST = "啊A芭B擦C搭D蛾E发F噶G哈H击J喀K垃L妈M拿N哦O啪P期Q然R撒S塌T挖W昔X压Y匝Z"


def kind_word(kind: ThingKind) -> str:
    return _(KINDS[kind])


def kinds_word(kind: ThingKind) -> str:
    return _(PLURALS[kind])


def property_word(name: str) -> str:
    return _(PROPERTIES[name]) if name in PROPERTIES else name


def value_words(value: str) -> str:
    """6.78 in → 6.78 英寸, 2026-09-09 → 9 September 2026; anything else as it is."""
    number, _space, unit = value.rpartition(" ")
    if number and unit in UNITS:
        return f"{number} {_(UNITS[unit])}"
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return value
    if day is None:
        return value
    from babel.dates import format_date

    return format_date(day, {"en": "d MMMM y"}.get(language(), "y年M月d日"), LOCALES[language()])


def initial(name: str) -> str:
    """A to Z: the letter a name is listed under, Chinese by pinyin; # for digits, rare characters and other scripts."""
    first = name.lstrip()[:1].upper()
    if first.isascii():
        return first if first.isalpha() else OTHER
    try:
        code = first.encode("gb2312")
    except UnicodeEncodeError:
        return OTHER
    if not b"\xb0\xa1" <= code <= b"\xd7\xf9":  # the characters that are sorted by pinyin
        return OTHER
    return max(letter for start, letter in _INITIALS if start <= code)


_INITIALS = tuple((start.encode("gb2312"), letter) for start, letter in zip(_FIRST[::2], _FIRST[1::2], strict=True))
