"""A week of items in three languages, written for the storm: what is true is planted.

Every planted event is told in up to three languages by different sources, copied, and
buried among notices that concern nobody. Links say what an item is (``/p/`` planted,
``/n/`` noise), so that alerts can be judged without a look at the texts.
"""

import csv
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from kuroshio.knowledge import Knowledge

START = datetime(2026, 2, 9, tzinfo=UTC)
LENGTH = timedelta(days=7)
COPIES = 0.3
TELLERS = {
    "en": ("us-white-house-actions", "us-federal-register", "us-treasury-press",
           "us-sec-6k", "hk-hkex-news"),
    "zh": ("cn-gov-library", "cn-csrc-news"),
    "ja": ("jp-meti-press", "jp-kantei-news"),
}  # fmt: skip
LIST = "us-screening-list"
PAGE = 120
THEMES = (
    "rare-earths", "semicap", "batteries", "solar", "lithium", "nickel-cobalt", "wind",
    "drones", "pharma", "innovative-drugs", "steel", "coal", "lng", "ev", "auto-parts",
    "memory-chips", "ai-chips", "ai-servers", "optical-modules", "display-panels",
    "pcb", "satellites", "quantum", "agriculture", "cosmetics", "toys", "machine-tools",
    "industrial-robots", "carbon-fibre", "fertilisers", "biofuels", "medical-devices",
    "energy-storage", "inverters", "telecom-equipment", "eda", "semi-materials",
    "nuclear-power", "humanoid-robots", "silver",
)  # fmt: skip
TALES = {
    "control": {
        "en": "China's Ministry of Commerce announced on {day_en} that it will impose "
        "export controls on {en}.",
        "zh": "商务部{day_zh}发布公告，决定对{zh}实施出口管制。",
        "ja": "中国商務省は{day_ja}、{ja}の輸出管理を実施すると発表した。",
    },
    "tariff": {
        "en": "The Office of the US Trade Representative said on {day_en} that the "
        "United States will impose a {rate}% tariff on imports of {en} from China.",
        "zh": "美国贸易代表办公室{day_zh}宣布，将对自中国进口的{zh}加征{rate}%的关税。",
        "ja": "米通商代表部（USTR）は{day_ja}、中国から輸入する{ja}に{rate}%の関税を"
        "課すと発表した。",
    },
}
ASIDES = {
    "en": ("The notice takes effect on publication.", "Officials gave no further word.",
           "Firms were told to check their contracts."),
    "zh": ("公告自发布之日起生效。", "有关负责人未作说明。", "企业应当核对合同。"),
    "ja": ("公示の日から適用する。", "担当者は詳細を明らかにしなかった。",
           "企業は契約を確認する必要がある。"),
}  # fmt: skip
DULL = {
    "en": (
        "Sunshine Act meeting of the {n} regional council",
        "Notice of a public hearing on school lunches, case {n}",
        "Nomination sent to the Senate, list {n}",
        "Agency information collection, form {n}",
        "Notice of auction {n} of bills",
    ),
    "zh": (
        "关于表彰第{n}批先进集体的通报",
        "关于召开第{n}次例会的通知",
        "关于做好第{n}期培训工作的通知",
        "第{n}号人事任免",
    ),
    "ja": (
        "第{n}回審議会の開催について",
        "職員の募集について（第{n}号）",
        "講演会のお知らせ　その{n}",
        "統計調査票の様式{n}について",
    ),
}


@dataclass(frozen=True)
class Told:
    """One item as a source will show it from an instant on."""

    at: datetime
    source: str
    language: str
    link: str
    title: str
    text: str
    mark: str


@dataclass
class Week:
    """Items in order of time, what was planted, and the list at each instant."""

    items: list[Told]
    planted: dict[str, str]  # mark → theme
    entries: list[tuple[datetime, str, dict[str, str]]] = field(default_factory=list)
    base: list[dict[str, str]] = field(default_factory=list)


def make_week(knowledge: Knowledge, *, items: int, events: int, seed: int) -> Week:
    """Write a week of at least so many items with so many planted events."""
    rng = random.Random(seed)  # noqa: S311 - the same week every time
    told: list[Told] = []
    planted: dict[str, str] = {}
    pairs = [(kind, theme) for theme in THEMES if theme in knowledge.themes
             for kind in TALES]  # fmt: skip
    rng.shuffle(pairs)
    for number in range(events):
        kind, theme = pairs[number % len(pairs)]
        lap = number // len(pairs)  # the same words again are days and a rate apart
        mark = f"p{number}"
        planted[mark] = theme
        at = START + timedelta(hours=rng.uniform(1, 150))
        told += _tell(
            rng, knowledge, kind, theme, mark, at, rate=10 + 5 * lap + number % 5
        )
    while len(told) * (1 + COPIES / (1 - COPIES)) < items:
        told.append(_dull(rng, len(told)))
    for one in rng.sample(told, int(len(told) * COPIES / (1 - COPIES))):
        told.append(_copy(rng, one, len(told)))
    week = Week(items=sorted(told, key=lambda one: (one.at, one.link)), planted=planted)
    _plant_list(rng, week)
    return week


def _tell(  # noqa: PLR0917 - what an event is made of
    rng: random.Random,
    knowledge: Knowledge,
    kind: str,
    theme: str,
    mark: str,
    at: datetime,
    *,
    rate: int,
) -> Iterator[Told]:
    names = knowledge.themes[theme].names
    words = {
        "en": names.en,
        "zh": names.zh_hans or names.en,
        "ja": names.ja or names.en,
    }
    days = {"day_en": f"{at.day} February 2026", "day_zh": f"2月{at.day}日",
            "day_ja": f"{at.day}日"}  # fmt: skip
    languages = rng.sample(("en", "zh", "ja"), rng.choice((1, 2, 3, 3)))
    for order, language in enumerate(languages):
        later = at + timedelta(hours=order * rng.uniform(0.2, 9))
        source = rng.choice(TELLERS[language])
        body = TALES[kind][language].format(rate=rate, **words, **days)
        stop = "" if language != "en" else " "
        yield Told(
            at=later, source=source, language=language, title=body[:90].rstrip(".。"),
            link=f"/p/{mark}/{language}", mark=mark,
            text=body + stop + stop.join(rng.sample(ASIDES[language], 2)),
        )  # fmt: skip


def _dull(rng: random.Random, number: int) -> Told:
    language = rng.choice(("en", "en", "zh", "ja"))
    title = rng.choice(DULL[language]).format(n=number)
    return Told(
        at=START + LENGTH * rng.random(), source=rng.choice(TELLERS[language]),
        language=language, title=title, link=f"/n/{number}", mark=f"n{number}",
        text=f"{title}\n{rng.choice(ASIDES[language])}",
    )  # fmt: skip


def _copy(rng: random.Random, one: Told, number: int) -> Told:
    """Tell the same on another page, sometimes with a word before or after."""
    extra = rng.choice(("", "", " ", rng.choice(ASIDES[one.language])))
    return Told(
        at=min(one.at + timedelta(hours=rng.uniform(0.1, 20)), START + LENGTH),
        source=rng.choice(TELLERS[one.language]), language=one.language,
        title=one.title, link=f"{one.link}/copy{number}", mark=one.mark,
        text=f"{one.text}{extra}",
    )  # fmt: skip


def _plant_list(rng: random.Random, week: Week) -> None:
    """Plant additions, removals and renames on the screening list."""
    week.base = [
        {"source": "Entity List (EL)", "entity_number": str(1000 + n),
         "name": f"Blank Trading {n} FZE", "country": "AE"}
        for n in range(1200)
    ]  # fmt: skip
    joins = ("Inspur Electronic Information Industry Co., Ltd.", "浪潮信息",
             "Yangtze Memory Technologies Co., Ltd.", "Blank Optics Sdn Bhd",
             "Nowhere Marine LLC", "Somewhere Dynamics GmbH")  # fmt: skip
    for number, name in enumerate(joins):
        at = START + timedelta(hours=10 + 20 * number + rng.random())
        row = {"source": "Entity List (EL)", "entity_number": str(9000 + number),
               "name": name, "country": "CN"}  # fmt: skip
        week.entries.append((at, "added", row))
    for number in range(4):
        at = START + timedelta(hours=15 + 30 * number + rng.random())
        week.entries.append((at, "removed", week.base[100 + number]))
        named = {**week.base[200 + number], "name": f"Renamed Trading {number} DMCC"}
        week.entries.append((at + timedelta(hours=3), "renamed", named))


def show_source(week: Week, source: str, now: datetime, home: str) -> bytes:
    """Return what a source shows at an instant, in its documented shape."""
    if source == LIST:
        return _show_list(week, now)
    shown = [one for one in week.items if one.source == source and one.at <= now]
    shown = shown[-PAGE:][::-1]
    if source == "us-federal-register":
        return _federal(shown, home)
    if source == "cn-gov-library":
        return _gov_cn(shown, home)
    if source == "cn-csrc-news":
        return _csrc(shown, home)
    return _rss(shown, home)


def _rss(shown: list[Told], home: str) -> bytes:
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>{home}{one.link}</link>"
        f"<pubDate>{one.at:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<description>{escape(one.text)}</description></item>"
        for one in shown
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
    return f"{head}<title>s</title>{items}</channel></rss>".encode()


def _federal(shown: list[Told], home: str) -> bytes:
    rows: list[dict[str, Any]] = [
        {"document_number": one.link, "title": one.title, "abstract": one.text,
         "agencies": [], "publication_date": one.at.date().isoformat(),
         "effective_on": None, "html_url": home + one.link}
        for one in shown
    ]  # fmt: skip
    return json.dumps({"count": len(rows), "results": rows}).encode()


def _gov_cn(shown: list[Told], home: str) -> bytes:
    rows: list[dict[str, str]] = [
        {"title": one.title, "url": home + one.link, "puborg": "", "pcode": "",
         "summary": one.text, "pubtimeStr": f"{one.at:%Y.%m.%d}"}
        for one in shown
    ]  # fmt: skip
    return json.dumps(
        {"searchVO": {"catMap": {"bumenfile": {"listVO": rows}}}}
    ).encode()


def _csrc(shown: list[Told], home: str) -> bytes:
    rows = [
        {"title": one.title, "url": home + one.link, "content": one.text,
         "publishedTimeStr": f"{one.at + timedelta(hours=8):%Y-%m-%d %H:%M:%S}"}
        for one in shown
    ]  # fmt: skip
    return json.dumps({"data": {"results": rows}}).encode()


def _show_list(week: Week, now: datetime) -> bytes:
    rows = {row["entity_number"]: row for row in week.base}
    for at, change, row in week.entries:
        if at <= now:
            if change == "removed":
                rows.pop(row["entity_number"], None)
            else:
                rows[row["entity_number"]] = row
    out = io.StringIO()
    writer = csv.DictWriter(
        out, ["source", "entity_number", "name", "country", "alt_names", "addresses"]
    )
    writer.writeheader()
    writer.writerows(rows.values())
    return out.getvalue().encode()
