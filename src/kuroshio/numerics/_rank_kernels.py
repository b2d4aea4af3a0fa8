"""Loops that rank abnormal returns within an event. Private to numerics."""

from typing import NamedTuple

import numpy as np

from kuroshio.numerics._window_arrays import Fits, Layout, RankBuffer, RankSums
from kuroshio.numerics._window_kernels import write_abnormal
from kuroshio.numerics.arrays import Floats, Ints
from kuroshio.numerics.compilation import compiled

LOW_63 = np.int64(0x7FFF_FFFF_FFFF_FFFF)


class Ranks(NamedTuple):
    """One event's order, doubled ranks, and doubled ranks among residuals (T,)."""

    order: Ints
    rank: Ints
    residual_rank: Ints


@compiled
def pack_block(layout: Layout, fits: Fits, buffer: RankBuffer, begin: int) -> None:
    """Write abnormal returns, and keys that sort like them and end in their position.

    ``bits`` is ``abnormal`` seen as integers. Flipping the low 63 bits of negative
    numbers makes integers sort as floats do; the position takes the lowest bits, so
    values that agree in all higher bits are settled after the sort.
    """
    rows, places, span = layout
    abnormal, bits, keys = buffer
    estimation = span.last - span.first + 1
    total = abnormal.shape[1]
    low = (1 << position_bits(total)) - 1
    for c in range(abnormal.shape[0]):
        i = begin + c
        security, pattern, own = places.security[i], places.pattern[i], places.own[i]
        alpha, beta = fits.alpha[i], fits.beta[i]
        first = (security, pattern, own + span.first)
        write_abnormal(rows, first, alpha, beta, abnormal[c, :estimation])
        start = (security, pattern, own + span.start)
        write_abnormal(rows, start, alpha, beta, abnormal[c, estimation:])
        for t in range(total):
            value = bits[c, t]
            keys[c, t] = ((value ^ ((value >> 63) & LOW_63)) & ~low) | t


@compiled
def position_bits(total: int) -> int:
    """Bits that hold positions 0 to total - 1."""
    bits = 1
    while (1 << bits) < total:
        bits += 1
    return bits


@compiled
def order_exactly(keys: Ints, values: Floats, order: Ints, bits: int) -> None:
    """Positions in the order of their values, where keys agree but values may not."""
    low = (1 << bits) - 1
    for j in range(keys.shape[0]):
        position = keys[j] & low
        k = j
        while (
            k > 0
            and (keys[k - 1] >> bits) == (keys[j] >> bits)
            and values[order[k - 1]] > values[position]
        ):
            order[k] = order[k - 1]
            k -= 1
        order[k] = position


@compiled
def rank_ties(values: Floats, estimation: int, ranks: Ranks) -> None:
    """Give doubled average ranks to ordered values, among all and among residuals."""
    order = ranks.order
    total = order.shape[0]
    before, begin = 0, 0
    while begin < total:
        end, inside = begin, 0
        while end < total and values[order[end]] == values[order[begin]]:
            inside += order[end] < estimation
            end += 1
        for j in range(begin, end):
            ranks.rank[order[j]] = begin + end + 1
            ranks.residual_rank[order[j]] = 2 * before + inside + 1
        before += inside
        begin = end


@compiled
def rank_row(keys: Ints, values: Floats, estimation: int, ranks: Ranks) -> None:
    """Doubled average ranks of one event from its sorted keys."""
    total = keys.shape[0]
    bits = position_bits(total)
    low = (1 << bits) - 1
    before = 0
    close = False
    last = keys[0] ^ (1 << bits)
    for j in range(total):
        key = keys[j]
        position = key & low
        close |= (key ^ last) <= low
        last = key
        ranks.rank[position] = 2 * (j + 1)
        ranks.residual_rank[position] = 2 * (before + 1)
        before += position < estimation
    if close:
        order_exactly(keys, values, ranks.order, bits)
        rank_ties(values, estimation, ranks)


@compiled
def add_signs(values: Floats, median: float, sign: Ints) -> None:
    """Add the sign of each value's distance from the median."""
    for t in range(values.shape[0]):
        sign[t] += (values[t] > median) - (values[t] < median)


@compiled
def median_of(keys: Ints, values: Floats, rank: Ints) -> float:
    """Median from sorted keys, unless ranks show that keys there could not decide."""
    total = keys.shape[0]
    low = (1 << position_bits(total)) - 1
    left, right = (total - 1) // 2, total // 2
    at, after = keys[left] & low, keys[right] & low
    if rank[at] == 2 * (left + 1) and rank[after] == 2 * (right + 1):
        return float(0.5 * (values[at] + values[after]))
    ordered = np.sort(values)
    return float(0.5 * (ordered[left] + ordered[right]))


@compiled
def add_event_value(
    value: float, residuals: Floats, above: Ints, estimation: int
) -> int:
    """Add what the event value does to residual ranks; its own doubled rank."""
    total = 0
    for t in range(estimation):
        hit = int(value < residuals[t]) + int(value <= residuals[t])
        above[t] += hit
        total += hit
    return 2 * estimation + 2 - total


@compiled
def rank_block(
    buffer: RankBuffer, sigma: Floats, scaled: Floats, sums: RankSums, begin: int
) -> None:
    """Add the ranks and signs of a block of events to the sums."""
    total = buffer.keys.shape[1]
    estimation = sums.residual_rank.shape[0]
    ranks = Ranks(
        np.empty(total, np.int64), np.empty(total, np.int64), np.empty(total, np.int64)
    )
    for c in range(buffer.keys.shape[0]):
        keys, values = buffer.keys[c], buffer.abnormal[c]
        rank_row(keys, values, estimation, ranks)
        for t in range(total):
            sums.rank[t] += ranks.rank[t]
        for t in range(estimation):
            sums.residual_rank[t] += ranks.residual_rank[t]
        add_signs(values, median_of(keys, values, ranks.rank), sums.sign)
        for d in range(scaled.shape[1]):
            value = scaled[begin + c, d] * sigma[begin + c]
            sums.event_rank[d] += add_event_value(
                value, values, sums.above[d], estimation
            )
