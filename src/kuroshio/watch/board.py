"""The political-risk board: attention, likelihood and pricing, three readings apart."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kuroshio.records import BoardRow, Fact

WEEK = 7
LEAST_WEEKS = 4
MOST_WEEKS = 26


def read_attention(
    counts: Mapping[date, int], *, today: date, first: date | None
) -> tuple[int, float | None, float | None, int]:
    """Return the last week's items against the topic's own history.

    Parameters
    ----------
    counts : mapping
        Items by UTC day.
    today : date
        The last day of the week that is read.
    first : date, optional
        The first day that was watched at all: days before it are unknown, not quiet.

    Returns
    -------
    items : int
        In the seven days to ``today``.
    share : float or None
        Items over the mean of the weeks before; None with fewer than four of them, or
        where they had none.
    rank : float or None
        Share of the weeks before with fewer items, ties counted half.
    weeks : int
        Whole weeks before, at most 26.
    """
    items = _week(counts, today)
    known = (today - first).days + 1 - WEEK if first is not None else 0
    weeks = max(0, min(known // WEEK, MOST_WEEKS))
    past = [
        _week(counts, today - timedelta(days=WEEK * n)) for n in range(1, weeks + 1)
    ]
    if weeks < LEAST_WEEKS:
        return items, None, None, weeks
    mean = sum(past) / weeks
    below = sum(one < items for one in past) + sum(one == items for one in past) / 2
    return items, items / mean if mean else None, below / weeks, weeks


def _week(counts: Mapping[date, int], last: date) -> int:
    return sum(counts.get(last - timedelta(days=n), 0) for n in range(WEEK))


def make_board(
    counts: Mapping[str, Mapping[date, int]],
    likelihoods: Sequence[Fact],
    prices: Mapping[str, tuple[float, str, str]],
    names: Mapping[str, str],
    *,
    today: date,
    first: date | None,
) -> tuple[BoardRow, ...]:
    """Put three readings side by side for every topic that has one.

    Parameters
    ----------
    counts : mapping
        Items by topic (``theme:…`` or ``pair:US-CN``) and day.
    likelihoods : sequence of Fact
        As set by people or rules: ``key`` is the topic; ``body`` has ``value``, ``by``
        and ``reason``.
    prices : mapping
        Topic → (value, from what, data date), from the pack.
    names : mapping
        What to call topics.
    today, first : date
        As in ``read_attention``.

    Returns
    -------
    tuple of BoardRow
        The most unusual attention first, then by items.
    """
    said = {fact.key: fact for fact in likelihoods}
    rows = []
    for topic in sorted({*counts, *said, *prices}):
        items, share, rank, weeks = read_attention(
            counts.get(topic, {}), today=today, first=first
        )
        fact = said.get(topic)
        value, basis, on = prices.get(topic, (None, "", ""))
        rows.append(
            BoardRow(
                topic=topic,
                name=names.get(topic, topic),
                items=items,
                attention=share,
                attention_rank=rank,
                weeks=weeks,
                likelihood=fact.body.get("value") if fact is not None else None,
                likelihood_by=str(fact.body.get("by", "")) if fact is not None else "",
                likelihood_on=_day(fact),
                likelihood_reason=str(fact.body.get("reason", "")) if fact else "",
                pricing=value,
                pricing_from=basis,
                pricing_on=on,
            )
        )
    return tuple(
        sorted(
            rows, key=lambda row: (-(row.attention_rank or 0.0), -row.items, row.topic)
        )
    )


def _day(fact: Fact | None) -> date | None:
    if fact is None or fact.known_from is None:
        return None
    return fact.known_from.date()
