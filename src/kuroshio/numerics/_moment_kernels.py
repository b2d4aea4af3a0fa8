"""Loops over the rows of tall arrays. Private to numerics."""

from kuroshio.numerics.arrays import Floats, Ints
from kuroshio.numerics.compilation import compiled


@compiled
def add_values(values: Floats, total: Floats, positive: Ints) -> None:
    """Add each row to the totals, and count values above zero."""
    for i in range(values.shape[0]):
        for d in range(values.shape[1]):
            total[d] += values[i, d]
            positive[d] += int(values[i, d] > 0.0)


@compiled
def add_by_cluster(values: Floats, cluster: Ints, total: Floats) -> None:
    """Add each row to the totals of its cluster (G, D)."""
    for i in range(values.shape[0]):
        g = cluster[i]
        for d in range(values.shape[1]):
            total[g, d] += values[i, d]


@compiled
def add_squares(values: Floats, mean: Floats, total: Floats) -> None:
    """Add the squared deviations of each row."""
    for i in range(values.shape[0]):
        for d in range(values.shape[1]):
            deviation = values[i, d] - mean[d]
            total[d] += deviation * deviation
