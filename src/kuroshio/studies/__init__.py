"""Event studies: abnormal returns round events, and what they are worth."""

from kuroshio.studies.study import TestSet, run_study

__all__ = ["TestSet", "run_study"]
