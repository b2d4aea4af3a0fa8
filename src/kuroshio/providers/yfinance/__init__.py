"""Daily bars of New York, Tokyo, Hong Kong and mainland China through yfinance."""

from kuroshio.providers.yfinance.fetch import open_yfinance
from kuroshio.providers.yfinance.parse import parse_answer, standard_code

__all__ = ["open_yfinance", "parse_answer", "standard_code"]
