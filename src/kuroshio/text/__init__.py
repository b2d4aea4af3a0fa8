"""Text only, without knowledge: folding, scripts, sentences, money, dates, quotes."""

from kuroshio.text.folding import fold, fold_name

__all__ = ["fold", "fold_name"]
