"""Stands in for the process that holds a library: answers by the mode it is given.

``python fake_child.py NAME MODE LOG``: the mode's turns are joined by commas, the last
one repeats; each request is written to LOG.
"""

import json
import sys
import time
from datetime import date, timedelta

CHINESE = ["日期", "开盘", "收盘", "最高", "最低", "成交量", "成交额"]
ENGLISH = ["Date", "Open", "High", "Low", "Close", "Adj Close", "Volume"]


def weekdays(first, last):
    day = first
    while day <= last:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


def close(day):
    return 10 + (day.toordinal() % 7) / 10


def rows(name, request):
    if name == "akshare":
        days = [date.fromisoformat(request[k]) for k in ("first", "last")]
        return [
            [d.isoformat(), close(d), close(d), close(d) + 1, close(d) - 1, 5, 50]
            for d in weekdays(*days)
        ]
    first = date.fromisoformat(request["first"])
    after = date.fromisoformat(request["after"]) - timedelta(days=1)
    return [
        [d.isoformat(), close(d), close(d) + 1, close(d) - 1, close(d), close(d), 500]
        for d in weekdays(first, after)
    ]


def shape(mode, kept):
    if mode == "empty":
        return []
    if mode == "partial":
        return kept[::4]
    if mode == "reordered":
        return kept[::-1]
    if mode == "duplicated":
        return [*kept, *kept[:2]]
    return kept


def reply(name, mode, request):
    errors = {
        "403": {"kind": "refused", "text": "HTTPError: 403"},
        "429": {"kind": "throttled", "text": "HTTPError: 429", "seconds": "0.2"},
        "429-long": {"kind": "throttled", "text": "HTTPError: 429", "seconds": "9999"},
        "5xx": {"kind": "unreachable", "text": "HTTPError: 503"},
        "missing": {"kind": "missing", "text": "ModuleNotFoundError"},
    }
    if mode in errors:
        return json.dumps({"error": errors[mode]}).encode()
    columns = CHINESE if name == "akshare" else ENGLISH
    kept = shape(mode, rows(name, request))
    table = {"columns": columns if kept else [], "rows": kept, "count": len(kept)}
    if mode == "lost":
        table["rows"] = kept[:-1]
    body = json.dumps(
        {"tables": {"bars": table, "adjusted": table}}, ensure_ascii=False
    )
    if mode == "truncated":
        return body.encode()[: len(body) // 2]
    return body.encode("utf-16" if mode == "charset" else "utf-8")


def main():
    name, modes, log = sys.argv[1:]
    turns = modes.split(",")
    out = sys.stdout.buffer
    for line in sys.stdin:
        with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123 - a bare script
            file.write(line)
        with open(log, encoding="utf-8") as file:  # noqa: PTH123
            turn = sum(1 for _ in file) - 1
        mode = turns[min(turn, len(turns) - 1)]
        if mode == "slow":
            time.sleep(60)
        if mode == "dies":
            sys.exit(9)
        out.write(reply(name, mode, json.loads(line)).replace(b"\n", b"") + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
