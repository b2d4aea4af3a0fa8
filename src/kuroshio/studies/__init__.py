"""Event studies: abnormal returns round events, and what they are worth."""

from kuroshio.studies.study import TestSet, run_study
from kuroshio.studies.warming import warm_kernels

__all__ = ["TestSet", "run_study", "warm_kernels"]
