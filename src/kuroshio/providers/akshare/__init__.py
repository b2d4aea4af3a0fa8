"""Daily bars of mainland China and Hong Kong through the AKShare library."""

from kuroshio.providers.akshare.fetch import open_akshare
from kuroshio.providers.akshare.parse import parse_answer, standard_code

__all__ = ["open_akshare", "parse_answer", "standard_code"]
