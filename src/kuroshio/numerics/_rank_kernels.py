"""Loops that rank abnormal returns within an event. Private to numerics."""

from typing import NamedTuple

import numpy as np

from kuroshio.numerics._window_arrays import Fits, Layout, RankBuffer, RankSums
from kuroshio.numerics._window_kernels import write_abnormal
from kuroshio.numerics.arrays import Floats, Ints, Narrows, Shorts
from kuroshio.numerics.compilation import compiled

LOW_63 = np.int64(0x7FFF_FFFF_FFFF_FFFF)


class Ranks(NamedTuple):
    """Room for one event: doubled ranks of T values, and of residuals among themselves.

    ``order`` (T,) positions by value, used where keys tie; ``rank`` and
    ``residual_rank`` (T,), the latter only as far as residuals go; ``ordered`` (T,)
    residuals in ascending order, as far.
    """

    order: Ints
    rank: Shorts
    residual_rank: Shorts
    ordered: Floats


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
        for j in range(inside):
            ranks.ordered[before + j] = values[order[begin]]
        before += inside
        begin = end


@compiled
def rank_row(keys: Ints, values: Floats, estimation: int, ranks: Ranks) -> bool:
    """Doubled average ranks of one event from its sorted keys; whether keys tied."""
    rank, residual_rank, ordered = ranks.rank, ranks.residual_rank, ranks.ordered
    total = keys.shape[0]
    bits = position_bits(total)
    low = (1 << bits) - 1
    before = 0
    close = False
    last = keys[0] ^ (1 << bits)
    for j in range(total):
        key = keys[j]
        position = key & low
        close |= (key ^ last) & ~low == 0
        last = key
        rank[position] = 2 * (j + 1)
        # An event day writes where the next residual will write over it.
        residual_rank[position] = 2 * (before + 1)
        ordered[before] = values[position]
        before += position < estimation
    if close:
        order_exactly(keys, values, ranks.order, bits)
        rank_ties(values, estimation, ranks)
    return close


@compiled
def add_signs(values: Floats, sign: Narrows) -> None:
    """Add the sign of each value's distance from the median."""
    ordered = np.sort(values)
    total = values.shape[0]
    median = 0.5 * (ordered[(total - 1) // 2] + ordered[total // 2])
    for t in range(total):
        sign[t] += np.int32(values[t] > median) - np.int32(values[t] < median)


@compiled
def add_signs_of_ranks(rank: Shorts, sign: Narrows) -> None:
    """Do the same from the ranks of values that are all different."""
    middle = rank.shape[0] + 1
    for t in range(rank.shape[0]):
        sign[t] += np.int32(rank[t] > middle) - np.int32(rank[t] < middle)


@compiled
def count_below(ordered: Floats, size: int, value: float) -> int:
    """Count entries below a value among the first ``size``, ascending."""
    first, length = 0, size
    while length > 1:
        half = length // 2
        first += half * int(ordered[first + half - 1] < value)
        length -= half
    return first + int(ordered[first] < value)


@compiled
def add_event_values(
    values: Floats, scale: float, ranks: Ranks, above: Shorts, event_rank: Ints
) -> None:
    """Add what each test's event value does to residual ranks, and its own rank.

    A residual above the value moves up by one, one equal to it by half; in doubled
    ranks that is one for each of the two bounds that its rank exceeds.
    """
    ordered, residual_rank = ranks.ordered, ranks.residual_rank
    estimation = above.shape[1]
    for d in range(values.shape[0]):
        value = values[d] * scale
        below = count_below(ordered, estimation, value)
        upto = below
        while upto < estimation and ordered[upto] == value:
            upto += 1
        event_rank[d] += below + upto + 2
        low, high = np.int16(2 * below), np.int16(2 * upto)
        for t in range(estimation):
            above[d, t] += np.int16(residual_rank[t] > low) + np.int16(
                residual_rank[t] > high
            )


@compiled
def rank_block(
    buffer: RankBuffer, sigma: Floats, scaled: Floats, sums: RankSums, begin: int
) -> None:
    """Add the ranks and signs of a chunk of events to the sums.

    At most 8,192 events, so that doubled counts fit 16 bits.
    """
    keys, abnormal = buffer.keys, buffer.abnormal
    total, tests = keys.shape[1], scaled.shape[1]
    estimation = sums.residual_rank.shape[0]
    rank, sign = np.zeros(total, np.int32), np.zeros(total, np.int32)
    residual_rank = np.zeros(estimation, np.int32)
    above = np.zeros((tests, estimation), np.int16)
    ranks = Ranks(
        np.empty(total, np.int64),
        np.empty(total, np.int16),
        np.empty(total, np.int16),
        np.empty(total + 1),
    )
    for c in range(keys.shape[0]):
        if rank_row(keys[c], abnormal[c], estimation, ranks):
            add_signs(abnormal[c], sign)
        else:
            add_signs_of_ranks(ranks.rank, sign)
        for t in range(total):
            rank[t] += ranks.rank[t]
        for t in range(estimation):
            residual_rank[t] += ranks.residual_rank[t]
        i = begin + c
        add_event_values(scaled[i], sigma[i], ranks, above, sums.event_rank)
    sums.rank[:] += rank
    sums.sign[:] += sign
    sums.residual_rank[:] += residual_rank
    sums.above[:] += above
