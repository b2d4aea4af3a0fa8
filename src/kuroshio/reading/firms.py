"""Firms in English that only the words beside them show to be firms."""

import re
from collections.abc import Iterator

from kuroshio.text import SoughtPattern, listed

# Latin letters that name no body.
NO_BODY = frozenset(
    listed(
        "ai ipo ceo cfo coo cto m&a mou moq gdp ev evs lng gw mw r&d ad pr esg "
        "etf fdi it app sns tv pc gpu cpu hbm dram nand led lcd oled api usb b2b kg "
        "km the a an in on at of for to and or co-ceo cio nav roe eps ebitda usd jpy "
        "cny eur gbp krw hkd nsa vs no q q1 q2 q3 q4 h1 h2 covid internet dna faq ok "
        "id us uk eu un mbo tob mbs cn jp hsr sec smr lfp iot saas nft spac reit jv "
        "llc ltd inc twse nyse tse nasdaq tsm adr cb dao ear act law note table fig "
        "part section p.m a.m pm am"
    )
)
# Words that a name does not begin with.
STOP_FIRST = frozenset(
    listed(
        "The A An In On At Of For To And Or But If It Its This That These Those "
        "His Her Their Our My No Not Under Over With From By As After Before Since "
        "When While Where What Why How Who Both Each Every Some Any All Most More "
        "Many Also Then Thus So Yet Still One Two Three Four Five Six Seven Eight "
        "Nine Ten New Last Next First Second Take Acquire Buy Meet Consider Despite "
        "Among Unlike Like Because Meanwhile However Separately Is Are Was Will Can "
        "May Should Says Said Chinese Japanese American"
    )
)
_FIRM = r"(?P<firm>[A-Z][a-z0-9]+[A-Za-z0-9]*(?: [A-Z][A-Za-z0-9]+)?)"
# A capital comes first and the edge of its word behind it: the engine skips to a set of
# characters at once, but not to an edge.
_EDGE = r"(?<!\w[A-Z])"
_FIRST = _FIRM.replace("[A-Z]", f"[A-Z]{_EDGE}", 1)
# Whoever buys or is bought; but not what is bought of goods.
_BOUGHT = (
    r"\b(?:buys?|acquires?|buying|acquiring|acquisition of|takeover of|bid for"
    r"|offer for|merger with|takes? over|taking over|agreed with|venture with) "
    rf"{_FIRM}(?=[ ,.'’;\n])(?! (?:imports?|exports?|goods|products|gas|oil|debt))"
)
_OWNS = (
    rf"{_FIRST}['’]s? (?:management|supervisory|board|shareholders|shares|stock|CEO"
    r"|chief executive|chairman|sales|revenue|equity|headquarters|parent)\b"
)
_LISTED = rf"{_FIRST} \((?:[A-Z]{{2,6}}: ?[A-Z0-9.]{{1,6}})"
_LED = (
    rf"{_FIRST} (?:CEO|chairman|chairwoman|chief executive"
    r"|spokes(?:man|woman|person))\b"
)
_GROWN = (
    rf"(?P<firm>[A-Z]{_EDGE}[a-z]{{2,}}[A-Z][a-z]{{2,}}[a-zA-Z]*(?: [A-Z][A-Za-z]+)?)\b"
)
_CAPS = (
    rf"(?P<firm>[A-Z]{_EDGE}[A-Z]{{2,5}})\b"
    r"(?=,? (?:has|will|said|says|plans|agreed|signed)\b)"
)
_SHOWN = tuple(
    SoughtPattern(re.compile(words))
    for words in (_BOUGHT, _OWNS, _LISTED, _LED, _GROWN, _CAPS)
)
# So many firms are looked for at all their mentions.
_MOST = 60
_NO_FIRM = frozenset(
    listed(
        "January February March April May June July August September October "
        "November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
        "President Minister Prime Secretary Chairman Chief Vice Treasury Congress "
        "Parliament European British French German Korean Taiwanese Indian Russian "
        "Australian Canadian Dutch Asian Western Eastern Northern Southern Central "
        "Board Group Company State City Government Ministry House Senate Mr Mrs Ms "
        "Dr Sir Beijing Washington Tokyo Seoul Taipei Brussels London Berlin Paris "
        "Moscow Delhi Riyadh China Japan Korea Taiwan India Russia Europe America "
        "Britain Germany France Canada Australia Mexico Brazil Indonesia Vietnam "
        "Thailand Malaysia Singapore Hong Kong United States Kingdom Commission "
        "Council Union Nations Bank World Fund Street Wall Gulf Coast Shanghai "
        "Shenzhen York "
    )
)


def firms_shown(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of firms that the words beside them show, at every mention.

    Their verb (bought, merger with), their people and papers (Arm's shares), a ticker
    behind, or a name of two words grown together.

    Parameters
    ----------
    text : str
        English text, or Latin names in other text.
    """
    shown: set[str] = set()
    for pattern in _SHOWN:
        for match in pattern.finditer(text):
            name = match["firm"]
            words = name.split(" ")
            odd = any(word in _NO_FIRM or word in STOP_FIRST for word in words)
            if not odd and name.lower() not in NO_BODY:
                shown.add(name)
    for name in sorted(shown, key=lambda one: (-len(one), one))[:_MOST]:
        yield from _places(text, name)


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands as whole words."""
    size, at = len(name), text.find(name)
    while at >= 0:
        end = at + size
        if _goes_on(text[at - 1 : at]) or _goes_on(text[end : end + 1]):
            at = text.find(name, at + 1)
            continue
        yield at, end
        at = text.find(name, end)


def _goes_on(char: str) -> bool:
    """Say whether a word goes on over a character."""
    return char.isalnum() or char in _JOINS


_JOINS = frozenset("_-")
