"""What can go wrong with a server of a model, and how it is told: what happened, and what its owner can do."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ribao.support.i18n import N_
from ribao.support.i18n import gettext as _


class Fault(StrEnum):
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    KEY = "key"
    NOT_FOUND = "not-found"
    BUSY = "busy"
    REQUEST = "request"  # 400, 413, 422: this request is not to the server's liking
    DECLINED = "declined"  # the server's own rules forbid these words; says nothing about the server's health
    STATUS = "status"
    TOO_LARGE = "too-large"
    NOT_JSON = "not-json"
    UNREADABLE = "unreadable"
    RESTING = "resting"  # not asked at all: it failed too often in this run


# faults of this one answer, not of the server: others may well be answered
OF_ONE_ANSWER = frozenset({Fault.REQUEST, Fault.TOO_LARGE, Fault.NOT_JSON, Fault.UNREADABLE})

_WORDS: dict[Fault, tuple[str, str]] = {
    Fault.UNREACHABLE: (
        N_("there is no connection"),
        N_("Start the server, or correct {section}.url in ribao.toml."),
    ),
    Fault.SLOW: (
        N_("there was no answer within {seconds:g} s"),
        N_("Raise {section}.timeout_seconds, or take a smaller model."),
    ),
    Fault.KEY: (
        N_("it does not accept the key"),
        N_("Put the key into an environment variable and that variable's name into {section}.key_env."),
    ),
    Fault.NOT_FOUND: (
        N_("it does not know this address or this model"),
        N_("{section}.url mostly ends in /v1, and {section}.model is a name that GET …/v1/models lists."),
    ),
    Fault.BUSY: (
        N_("it has too much to do, or your quota is spent"),
        N_("Nothing: it is asked again in the next run."),
    ),
    Fault.REQUEST: (
        N_("it refused the request"),
        N_("Compare {section} in ribao.toml with what the server expects; its log says more."),
    ),
    Fault.DECLINED: (
        N_("its rules on content forbid an answer to some of the texts"),
        N_("Nothing: these texts go without it. A model on your own machine has no such rules."),
    ),
    Fault.STATUS: (
        N_("it failed"),
        N_("Look into the server's log."),
    ),
    Fault.TOO_LARGE: (
        N_("its answer is larger than {megabytes} MB and was not read"),
        N_("Make {section}.batch smaller, or check that this is the right server."),
    ),
    Fault.NOT_JSON: (
        N_("its answer is not JSON"),
        N_("Check that {section}.url leads to the model's server and not to a web page."),
    ),
    Fault.UNREADABLE: (
        N_("its answer was of no use: {detail}"),
        N_("Check {section}.model; how to choose one is in the documentation, howto/embedder-and-judge."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """For people: ``what`` names the model and the server; ``remedy`` is a sentence of its own. Either fits a line."""

    what: str
    remedy: str

    @property
    def line(self) -> str:
        return f"{self.what} {self.remedy}".strip()


Tell = Callable[[Trouble], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """No usable answer. ``detail`` comes from the server, made harmless; ``status`` 0: there was no HTTP answer."""

    fault: Fault
    detail: str = ""
    status: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who is asked, for messages. ``section`` of ribao.toml, ``host`` with port, never a key."""

    section: str
    model: str
    host: str
    seconds: float = 30.0
    megabytes: int = 32


def told(place: Place, refused: Refused) -> Trouble:
    """In the current language."""
    why, remedy = _WORDS[refused.fault]
    fields = {
        "section": place.section,
        "seconds": place.seconds,
        "megabytes": place.megabytes,
        "detail": refused.detail,
    }
    return Trouble(
        what=f"{_who(place)}{_(why).format(**fields)}{_more(why, refused)}", remedy=_(remedy).format(**fields)
    )


def resting(place: Place) -> Trouble:
    what = _("it failed too often and is not asked any more in this run; everything goes on without it.")
    return Trouble(what=_who(place) + what, remedy="")


def no_key(place: Place, variable: str) -> Trouble:
    what = _("the environment variable {name}, which should hold its key, is not set, or holds no key.").format(
        name=variable
    )
    remedy = _("Set it, or take {section}.key_env out of ribao.toml.").format(section=place.section)
    return Trouble(what=_who(place) + what, remedy=remedy)


def budget_spent(place: Place, most: int) -> Trouble:
    what = _("{count} pairs were asked about, which is the most for one run; the others stay undecided.")
    remedy = _("{section}.most_pairs allows more.").format(section=place.section)
    return Trouble(what=_who(place) + what.format(count=most), remedy=remedy)


def _who(place: Place) -> str:
    who = _("Embedder") if place.section == "embedder" else _("Judge")
    return _("{who} {model} ({host}): ").format(who=who, model=place.model, host=place.host)


def _more(why: str, refused: Refused) -> str:
    parts = [f"HTTP {refused.status}"] if refused.status else []
    if refused.detail and "{detail}" not in why:
        parts.append(refused.detail)
    said = ", ".join(parts)
    return _(" ({detail}).").format(detail=said) if said else _(".")
