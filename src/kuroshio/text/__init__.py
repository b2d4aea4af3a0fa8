"""Text only, without knowledge: folding, scripts, sentences, money, dates, quotes."""

from kuroshio.text.calendar import Period
from kuroshio.text.dateline import Dateline, find_dateline
from kuroshio.text.dates import DateFound, find_dates
from kuroshio.text.folding import fold, fold_name
from kuroshio.text.lexicon import (
    Hit,
    Lexicon,
    build_lexicon,
    compile_folded,
    listed,
)
from kuroshio.text.money import MoneyFound, find_money
from kuroshio.text.patterns import SoughtPattern, compile_sought
from kuroshio.text.quotes import QuoteFound, find_quotes
from kuroshio.text.scripts import languages, script_runs
from kuroshio.text.sentences import sentences
from kuroshio.text.tenses import Tenses

__all__ = [
    "DateFound",
    "Dateline",
    "Hit",
    "Lexicon",
    "MoneyFound",
    "Period",
    "QuoteFound",
    "SoughtPattern",
    "Tenses",
    "build_lexicon",
    "compile_folded",
    "compile_sought",
    "find_dateline",
    "find_dates",
    "find_money",
    "find_quotes",
    "fold",
    "fold_name",
    "languages",
    "listed",
    "script_runs",
    "sentences",
]
