"""Arrays in, arrays out: returns, event windows, ranks, tests."""

from kuroshio.numerics._window_arrays import (
    Fits,
    Layout,
    Places,
    RankSums,
    ResidualSums,
    Rows,
    Span,
)
from kuroshio.numerics.arrays import Bools, Floats, Ints
from kuroshio.numerics.clustered_regression import Regression, regress
from kuroshio.numerics.covariance import (
    correlation_of,
    ewma_volatility,
    fading_weights,
    nearest_psd,
    newey_west_covariance,
)
from kuroshio.numerics.event_correlation import (
    date_residuals,
    group_rows,
    mean_correlation,
    overlap_correlations,
)
from kuroshio.numerics.event_tests import (
    corrado_z,
    crude_dependence_t,
    csect_t,
    grank,
    kp_factor_bmp,
    kp_factor_patell,
    p_normal,
    p_student,
    patell_z,
    sign_z,
    skew_adjusted_t,
    square_excess_z,
)
from kuroshio.numerics.event_windows import fit_windows, rank_windows
from kuroshio.numerics.loadings import Loadings, ridge_loadings, shrink_loadings
from kuroshio.numerics.moments import Moments, column_moments
from kuroshio.numerics.multiplicity import benjamini_hochberg, romano_wolf
from kuroshio.numerics.own_rows import (
    Levels,
    MarketUse,
    OwnRows,
    Series,
    levels_of,
    own_rows,
    returns_between,
)
from kuroshio.numerics.resampling import (
    FEWEST_CLUSTERS,
    cluster_sums,
    clustered_t,
    exceedance_p,
    jackknife_t,
    placebo_draws,
    wild_cluster_draws,
)
from kuroshio.numerics.signed_ranks import wilcoxon
from kuroshio.numerics.tails import (
    fit_student_df,
    student_cdf,
    student_density,
    student_quantile,
    tail_multiples,
)
from kuroshio.numerics.thin_trading import dimson_beta, scholes_williams_beta

__all__ = [
    "FEWEST_CLUSTERS",
    "Bools",
    "Fits",
    "Floats",
    "Ints",
    "Layout",
    "Levels",
    "Loadings",
    "MarketUse",
    "Moments",
    "OwnRows",
    "Places",
    "RankSums",
    "Regression",
    "ResidualSums",
    "Rows",
    "Series",
    "Span",
    "benjamini_hochberg",
    "cluster_sums",
    "clustered_t",
    "column_moments",
    "corrado_z",
    "correlation_of",
    "crude_dependence_t",
    "csect_t",
    "date_residuals",
    "dimson_beta",
    "ewma_volatility",
    "exceedance_p",
    "fading_weights",
    "fit_student_df",
    "fit_windows",
    "grank",
    "group_rows",
    "jackknife_t",
    "kp_factor_bmp",
    "kp_factor_patell",
    "levels_of",
    "mean_correlation",
    "nearest_psd",
    "newey_west_covariance",
    "overlap_correlations",
    "own_rows",
    "p_normal",
    "p_student",
    "patell_z",
    "placebo_draws",
    "rank_windows",
    "regress",
    "returns_between",
    "ridge_loadings",
    "romano_wolf",
    "scholes_williams_beta",
    "shrink_loadings",
    "sign_z",
    "skew_adjusted_t",
    "square_excess_z",
    "student_cdf",
    "student_density",
    "student_quantile",
    "tail_multiples",
    "wilcoxon",
    "wild_cluster_draws",
]
