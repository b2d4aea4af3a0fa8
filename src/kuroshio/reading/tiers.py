"""How near a publisher stands to the facts it reports."""

import re
from urllib.parse import urlsplit

from kuroshio.records import Tier

# Host endings and names that hold for any story; a publisher that is not here is
# "unknown", which ranks below all others.
_HOSTS: tuple[tuple[Tier, str], ...] = (
    ("filing", r"(^|\.)sec\.gov$|(^|\.)hkexnews\.hk$|(^|\.)cninfo\.com\.cn$"),
    ("filing", r"(^|\.)edinet-fsa\.go\.jp$|(^|\.)jpx\.co\.jp$|(^|\.)sse\.com\.cn$"),
    ("primary", r"\.gov$|\.gov\.[a-z]{2}$|\.go\.(jp|kr)$|(^|\.)gov\.cn$|\.mil$"),
    ("primary", r"(^|\.)europa\.eu$|(^|\.)jbic\.go\.jp$|(^|\.)nexi\.go\.jp$"),
    ("wire", r"(^|\.)(reuters|bloomberg|apnews|afp|xinhuanet|news\.cn)\.?"),
    ("wire", r"(^|\.)(kyodonews|jiji|yna|dowjones|chinanews)\."),
    ("aggregator", r"(^|\.)(msn|yahoo|toutiao|smartnews|biztoc|newsbreak)\."),
    ("aggregator", r"(^|\.)(news\.google|flipboard|livedoor|investing)\."),
)
_NAMES: tuple[tuple[Tier, str], ...] = (
    ("wire", r"\b(reuters|bloomberg|associated press|agence france-presse|afp)\b"),
    (
        "wire",
        r"新华社|新華社|共同通信|時事通信|中新社|路透|彭博|ロイター|ブルームバーグ",
    ),
    ("wire", r"\b(xinhua|kyodo|jiji press|dow jones newswires|yonhap)\b"),
    ("primary", r"\b(white house|ministry of|department of|press release)\b"),
    ("primary", r"商务部|商務部|发改委|外交部|経済産業省|財務省|国务院"),
    ("news", r"\b(times|post|journal|nikkei|asahi|yomiuri|mainichi|caixin|cnbc|bbc)\b"),
    ("news", r"日报|日報|晚报|時報|时报|新聞|新闻|财经|財經|日経|朝日|読売|毎日"),
)


def grade_publisher(url: str | None, publisher: str | None) -> Tier:
    """Grade a source by its address first, by its stated name second.

    Returns
    -------
    Tier
        "unknown" where neither tells anything: a text is never graded by its words.
    """
    host = (urlsplit(url).hostname or "") if url and "://" in url else ""
    for tier, pattern in _HOSTS:
        if host and re.search(pattern, host):
            return tier
    name = (publisher or "").lower()
    for tier, pattern in _NAMES:
        if name and re.search(pattern, name):
            return tier
    return "unknown"
