"""Which links a cause sets off: who imposes what, on whom, and where it is built.

The scope of a link is one of

``""``
    any cause;
``demand``, ``demand:home``
    reached only through a theme further down the chain, which buys from this one;
    ``demand:home`` only where makers in China do the buying;
``project``
    built or funded outside China, a foreign subsidy among it;
``project:home``
    built or funded in China or by Chinese, a Chinese subsidy among it;
``measure``, ``measure:WHO``, ``measure:WHO:TYPES``
    imposed by WHO: ISO country codes joined by ``+``, or ``foreign`` for anybody but
    China; TYPES are event types joined by ``+``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kuroshio.records import Cause, Issuer, Link, Theme
from kuroshio.text import fold

_HOME = frozenset({"CN", "HK", "MO"})
_UNION = frozenset({
    "AT", "BE", "CZ", "DE", "DK", "ES", "EU", "FI", "FR", "GR", "HU", "IE", "IT",
    "NL", "PL", "PT", "RO", "SE",
})  # fmt: skip
# What these types take back or leave open is not told by the type itself.
_OPEN = frozenset({
    "currency", "easing", "expiry", "other", "suspension", "trade_agreement",
})  # fmt: skip
# Where makers from China have the plants that ship on: a barrier against these hosts
# is a barrier against them.
_HOSTS = frozenset({"ID", "KH", "LA", "MX", "MY", "TH", "VN"})
_BARRIERS = frozenset({"tariff", "ban", "fee"})
_WORLD = frozenset({"all", "world", "global", "all countries"})
_INSTRUMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("export_control", ("export control", "export licen", "出口管制", "输出管理")),
    ("listing", ("entity list", "实体清单", "实体列表", "清单", "1260h", "blacklist")),
    ("tariff", ("tariff", "duties", "duty", "anti-dumping", "section 232", "关税")),
    ("tariff", ("反倾销", "反补贴")),
    ("fee", ("fee", "港口费", "港务费", "收费")),
    ("ban", ("ban on", "bans ", "embargo", "禁令", "禁止", "禁运", "停止进口")),
    ("subsidy", ("subsid", "补贴", "补助")),
)  # fmt: skip


class LinkKnowledge(Protocol):
    """What the step asks of knowledge."""

    @property
    def issuers(self) -> Mapping[str, Issuer]:
        """Issuers by id."""

    @property
    def themes(self) -> Mapping[str, Theme]:
        """Themes by id."""

    @property
    def links(self) -> tuple[Link, ...]:
        """All links."""

    def issuer_of(self, security: str) -> str | None:
        """Return the issuer of a security."""

    def country_of(self, identity: str) -> str | None:
        """Return the ISO code of the country something belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What of a cause decides which links it sets off.

    ``kinds`` are the event types it may be; empty: any. ``at_home``: built, funded or
    subsidised by China. ``third``: a measure against a country
    that is neither China nor a host of Chinese plants.
    """

    kind: str
    imposer: str | None
    kinds: frozenset[str]
    at_home: bool
    third: bool


def setting_of(cause: Cause, knowledge: LinkKnowledge) -> Setting:
    """Read the setting of a cause.

    Parameters
    ----------
    cause : Cause
        ``imposer``, ``target``, ``operator`` and ``location`` are ids, ISO codes or
        words; what cannot be resolved counts as unknown.
    knowledge : LinkKnowledge
        Gives the country of an id.

    Returns
    -------
    Setting
        An unknown target counts as China, which is what measures in such stories aim
        at; an unknown imposer stays unknown.
    """
    imposer = _country(cause.imposer, knowledge)
    target = _country(cause.target, knowledge)
    builder = _country(cause.operator, knowledge)
    place = _country(cause.location, knowledge)
    return Setting(
        kind=cause.kind,
        imposer=imposer,
        kinds=_kinds(cause),
        at_home=builder in _HOME or (builder is None and place in _HOME),
        third=target is not None and target not in _HOME | _HOSTS,
    )


def is_set_off(scope: str, setting: Setting) -> bool:
    """Say whether a link of this scope is set off by a cause of this setting."""
    if scope == "":
        return True
    kind, _, rest = scope.partition(":")
    if kind == "project":
        return _fits_project(rest, setting)
    if kind != "measure" or setting.kind != "measure":
        return False
    who, _, types = rest.partition(":")
    return _fits_imposer(who, setting) and _fits_types(types, setting)


def demand_sign(scope: str, setting: Setting) -> int:
    """Say which way orders go up the chain to suppliers whose links have this scope.

    +1 more, −1 fewer, 0 not known or no such scope. What is built anywhere needs
    supplies, but what is built abroad none of scope ``demand:home``. A foreign barrier
    against Chinese goods, or China's control of its own exports, lowers what Chinese
    makers sell; a foreign control of exports to China, or China's barrier against
    foreign goods, gives them the home market. A listing does both, so it passes nothing
    on.
    """
    kind, _, where = scope.partition(":")
    if kind != "demand":
        return 0
    if _fits_project("home", setting):
        return 1
    if _fits_project("", setting):
        return 0 if where == "home" else 1
    return _orders_after(setting)


def _orders_after(setting: Setting) -> int:
    """Return which way a measure moves what Chinese makers sell; 0: not known."""
    from_china = setting.imposer in _HOME
    aimed_elsewhere = setting.third and not from_china
    if len(setting.kinds) != 1 or setting.imposer is None or aimed_elsewhere:
        return 0
    if setting.kinds == {"export_control"}:
        return -1 if from_china else 1
    if setting.kinds <= _BARRIERS:
        return 1 if from_china else -1
    return 0


def _fits_project(where: str, setting: Setting) -> bool:
    subsidy = setting.kind == "measure" and setting.kinds == {"subsidy"}
    if setting.kind != "project" and not subsidy:
        return False
    home = setting.imposer in _HOME if subsidy else setting.at_home
    return home == (where == "home")


def _fits_imposer(who: str, setting: Setting) -> bool:
    if not who:
        return True
    codes = frozenset(who.split("+"))
    if setting.imposer in _HOME:
        return "CN" in codes
    if setting.third:
        return False
    if setting.imposer is None:
        return "foreign" in codes
    member = setting.imposer in _UNION and "EU" in codes
    return "foreign" in codes or setting.imposer in codes or member


def _fits_types(types: str, setting: Setting) -> bool:
    return not (types and setting.kinds) or bool(setting.kinds & set(types.split("+")))


def _kinds(cause: Cause) -> frozenset[str]:
    if cause.type not in _OPEN:
        return frozenset({cause.type})
    words = fold(f"{cause.instrument or ''} {cause.name}")
    if cause.instrument in dict(_INSTRUMENTS):
        return frozenset({str(cause.instrument)})
    found = [kind for kind, signs in _INSTRUMENTS if any(s in words for s in signs)]
    return frozenset(found[:1])


def _country(word: str | None, knowledge: LinkKnowledge) -> str | None:
    """Return the ISO code behind an id or a code; None where that is not known."""
    if not word or word.lower() in _WORLD:
        return None
    if len(word) == 2 and word.isalpha():
        return word.upper()
    known: Any = knowledge.country_of(word)
    if known is not None:
        return str(known)
    head, _, tail = word.partition("-")
    if head == "country" and tail:
        return tail.upper()
    return head.upper() if len(head) == 2 and tail else None
