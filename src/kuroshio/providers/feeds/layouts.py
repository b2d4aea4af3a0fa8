"""One small reader for each layout that official sources answer in."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from kuroshio.errors import ProviderError
from kuroshio.providers.feeds.entries import decode, read_entries, read_time
from kuroshio.providers.feeds.items import clean_text, make_item
from kuroshio.records import FeedItem, ListEntry, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
_ANCHOR = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*[\"']([^\"']{1,1000})[\"']([^>]*)>(.{0,2000}?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(r"\btitle\s*=\s*[\"']([^\"']{1,600})[\"']", re.IGNORECASE)
_DAY = re.compile(r"(20\d\d)[-./年](\d{1,2})[-./月](\d{1,2})")
_CALL = re.compile(r"^\s*[\w.$]+\s*\((.*)\)\s*;?\s*$", re.DOTALL)
_Items = Iterator[FeedItem | None]


def parse_items(source: Source, raw: bytes, media: str = "") -> tuple[FeedItem, ...]:
    """Turn a source's answer into items, in its order, without repeats.

    Raises
    ------
    ProviderError
        When the answer is not of the layout that the source's parser knows, or holds
        fewer items than the source always has: a changed layout is no quiet day.
    """
    reader = ITEMS.get(source.parser)
    if reader is None:
        raise ProviderError(f"{source.id}: no parser {source.parser!r}")
    try:
        made = [item for item in reader(source, decode(raw, media)) if item is not None]
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ProviderError(
            f"{source.id}: the layout has changed: {type(error).__name__}: {error}"
        ) from None
    items = tuple({item.id: item for item in made}.values())
    if len(items) < source.least:
        raise ProviderError(
            f"{source.id}: {len(items)} items where at least {source.least} are "
            "expected: the layout may have changed"
        )
    return items


def parse_list(source: Source, raw: bytes, media: str = "") -> tuple[ListEntry, ...]:
    """Turn an official list into entries, in order of key, without repeats.

    Raises
    ------
    ProviderError
        As ``parse_items``: half a list would look like a hundred removals.
    """
    reader = LISTS.get(source.parser)
    if reader is None:
        raise ProviderError(f"{source.id}: no parser {source.parser!r}")
    try:
        found = {entry.key: entry for entry in reader(decode(raw, media))}
    except (KeyError, TypeError, AttributeError, ValueError, csv.Error) as error:
        raise ProviderError(
            f"{source.id}: the layout has changed: {type(error).__name__}: {error}"
        ) from None
    if len(found) < source.least:
        raise ProviderError(
            f"{source.id}: {len(found)} entries where at least {source.least} are "
            "expected: cut short, or the layout has changed"
        )
    return tuple(found[key] for key in sorted(found))


def _feed(source: Source, text: str) -> _Items:
    for fields in read_entries(text):
        stamp = next(
            (fields[name] for name in ("pubdate", "published", "date", "updated")
             if name in fields),
            "",
        )  # fmt: skip
        at, on = read_time(stamp)
        body = max(
            (fields.get(name, "") for name in
             ("encoded", "content", "description", "summary")),
            key=len,
        )  # fmt: skip
        yield make_item(
            source,
            link=fields.get("link") or fields.get("about") or fields.get("guid", ""),
            title=fields.get("title", ""),
            text=body,
            published_at=at,
            published_on=on,
            code=fields.get("id") or fields.get("guid", ""),
        )


def _json(text: str) -> Any:
    try:
        return msgspec.json.decode(text.encode("utf-8", "surrogatepass"))
    except msgspec.DecodeError as error:
        raise ValueError(f"no JSON: {error}") from None


def _federal_register(source: Source, text: str) -> _Items:
    told = _json(text)
    for row in told.get("results", []) if told["count"] else []:
        names = "; ".join(one.get("name", "") for one in row.get("agencies") or [])
        effective = row.get("effective_on")
        parts = [
            names,
            row.get("abstract") or "",
            f"Effective {effective}." if effective else "",
        ]
        yield make_item(
            source,
            link=row["html_url"],
            title=row["title"],
            text="\n\n".join(part for part in parts if part),
            published_on=_day(row.get("publication_date")),
            code=row["document_number"],
        )


def _public_inspection(source: Source, text: str) -> _Items:
    for row in _json(text)["results"]:
        at, on = read_time(row.get("filed_at") or "")
        agencies = row.get("agency_names") or [
            one.get("name", "") for one in row.get("agencies") or []
        ]
        subjects = [
            row.get(name) or "" for name in ("subject_1", "subject_2", "toc_subject")
        ]
        title = row.get("title") or " ".join(part for part in subjects if part)
        yield make_item(
            source,
            link=row.get("html_url") or row["pdf_url"],
            title=title or f"Document {row['document_number']}",
            text="\n\n".join(part for part in ("; ".join(agencies), title) if part),
            published_at=at,
            published_on=on or _day(row.get("publication_date")),
            code=row["document_number"],
        )


def _gov_cn_library(source: Source, text: str) -> _Items:
    groups = _json(text)["searchVO"]["catMap"]
    for group in groups.values():
        for row in (group or {}).get("listVO") or []:
            yield make_item(
                source,
                link=row["url"],
                title=row["title"],
                text="\n".join(
                    part
                    for part in (
                        row.get("puborg"),
                        row.get("pcode"),
                        row.get("summary"),
                    )
                    if part
                ),
                published_on=_day(row.get("pubtimeStr")),
                code=row.get("pcode") or "",
            )


def _csrc(source: Source, text: str) -> _Items:
    for row in _json(text)["data"]["results"]:
        told = str(row.get("publishedTimeStr") or "")
        yield make_item(
            source,
            link=row["url"],
            title=row["title"],
            text=row.get("content") or "",
            published_at=_shanghai(told),
            published_on=None if _shanghai(told) else _day(told),
            code=str(row.get("manuscriptId") or ""),
        )


def _cninfo(source: Source, text: str) -> _Items:
    # A day without announcements has null here, not an empty list.
    for row in _json(text)["announcements"] or []:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
            milliseconds=int(row["announcementTime"])
        )
        # A day alone is told as its midnight, in Shanghai or in UTC.
        midnight = time(0) in {at.time(), at.astimezone(SHANGHAI).time()}
        yield make_item(
            source,
            link=f"https://static.cninfo.com.cn/{row['adjunctUrl']}",
            title=f"{row['secName']}（{row['secCode']}）：{row['announcementTitle']}",
            published_at=None if midnight else at,
            published_on=at.astimezone(SHANGHAI).date() if midnight else None,
            code=str(row["secCode"]),
        )


def _szse(source: Source, text: str) -> _Items:
    for row in _json(text)["data"] or []:
        codes, names = row.get("secCode") or [""], row.get("secName") or [""]
        yield make_item(
            source,
            link=f"https://disc.static.szse.cn/download{row['attachPath']}",
            title=f"{names[0]}（{codes[0]}）：{row['title']}",
            published_at=_shanghai(row.get("publishTime") or ""),
            code=str(codes[0]),
        )


def _sse(source: Source, text: str) -> _Items:
    called = _CALL.match(text)
    for row in _json(called.group(1) if called else text)["pageHelp"]["data"]:
        code = row.get("SECURITY_CODE") or row.get("security_Code") or ""
        name = row.get("SECURITY_NAME") or row.get("security_Name") or ""
        yield make_item(
            source,
            link=f"https://static.sse.com.cn{row.get('URL') or row['url']}",
            title=f"{name}（{code}）：{row.get('TITLE') or row['title']}",
            published_on=_day(row.get("SSEDATE") or row.get("SSEDate")),
            code=str(code),
        )


def _links(source: Source, text: str) -> _Items:
    """Read a page that lists addresses: those that look like an item's."""
    wanted = re.compile(source.pattern)
    for found in _ANCHOR.finditer(text):
        if not wanted.search(found.group(1)):
            continue
        told = _TITLE.search(found.group(2)) or _TITLE.search(found.group(0))
        inner = clean_text(found.group(3))
        title = told.group(1) if told and len(told.group(1)) > len(inner) else inner
        after = text[found.end() : found.end() + 200].split("<a ", 1)[0]
        on = _DAY.search(after) or _DAY.search(found.group(3))
        yield make_item(
            source,
            link=found.group(1),
            title=_DAY.sub("", title).strip(),
            published_on=_day("-".join(on.groups())) if on else None,
        )


def _gpr(source: Source, text: str) -> _Items:
    for row in csv.DictReader(io.StringIO(text)):
        if row.get("GPR"):
            told = ", ".join(
                f"{name} {row[name]}" for name in
                ("GPR", "GPRC_CHN", "GPRC_USA", "GPRC_JPN") if row.get(name)
            )  # fmt: skip
            yield make_item(
                source, link="", title=told, code=row["month"],
                published_on=_day(row["month"]),
            )  # fmt: skip


def _comtrade(source: Source, text: str) -> _Items:
    for row in _json(text)["data"]:
        title = (
            f"{row['reporterCode']} {row['flowCode']} {row['cmdCode']} to "
            f"{row['partnerCode']} {row['period']}: {row['primaryValue']} USD"
        )
        code = f"{row['period']}-{row['partnerCode']}"
        yield make_item(source, link="", title=title, code=code)


def _screening_list(text: str) -> Iterator[ListEntry]:
    for row in csv.DictReader(io.StringIO(text)):
        name = clean_text(row["name"])
        listing = row["source"]
        number = row.get("entity_number") or ""
        yield ListEntry(
            key=f"{listing}|{number or name.casefold()}|{row.get('country') or ''}",
            listing=listing,
            name=name,
            aliases=_split(row.get("alt_names")),
            country=row.get("country") or _country(row.get("addresses") or ""),
            start=row.get("start_date") or "",
            link=row.get("source_list_url") or "",
        )


def _ofac(text: str) -> Iterator[ListEntry]:
    """Read OFAC's sdn.csv, which has no header: number, name, type, programme."""
    for row in csv.reader(io.StringIO(text)):
        if len(row) < 4:
            if not "".join(row).strip("\x1a \n"):
                continue
            raise ValueError(f"{len(row)} columns")
        yield ListEntry(
            key=row[0].strip(),
            listing=f"SDN {row[3].strip()}",
            name=clean_text(row[1]),
        )


def _hkex_stocks(text: str) -> Iterator[ListEntry]:
    for row in _json(text):
        yield ListEntry(key=str(row["c"]), listing="SEHK", name=clean_text(row["n"]))


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(clean_text(one) for one in (text or "").split(";") if one.strip())


def _country(addresses: str) -> str:
    last = addresses.rsplit(",", 1)[-1].strip()
    return last if re.fullmatch(r"[A-Z]{2}", last) else ""


def _day(text: str | None) -> date | None:
    found = re.search(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})", text or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _shanghai(text: str) -> datetime | None:
    """Read a time that a Chinese site states in its own zone; None: a day only."""
    if not re.search(r"\d:\d\d", text) or text.strip().endswith("00:00:00"):
        return None
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).astimezone(UTC)


ITEMS: Mapping[str, Callable[[Source, str], Iterable[FeedItem | None]]] = {
    "feed": _feed,
    "federal-register": _federal_register,
    "public-inspection": _public_inspection,
    "gov-cn-library": _gov_cn_library,
    "csrc": _csrc,
    "cninfo": _cninfo,
    "szse": _szse,
    "sse": _sse,
    "links": _links,
    "gpr": _gpr,
    "comtrade": _comtrade,
}
LISTS: Mapping[str, Callable[[str], Iterable[ListEntry]]] = {
    "screening-list": _screening_list,
    "ofac-list": _ofac,
    "hkex-stocks": _hkex_stocks,
}
