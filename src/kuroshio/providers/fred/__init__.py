"""Rates, currencies and other series of the Federal Reserve Bank of St. Louis."""

from kuroshio.providers.fred.fetch import open_fred
from kuroshio.providers.fred.parse import parse_answer, standard_code

__all__ = ["open_fred", "parse_answer", "standard_code"]
