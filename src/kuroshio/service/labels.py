"""The words of the pages in two languages, keyed by the English ones.

What the steps say (findings, reasons, clocks) is turned by the catalogue of the brief;
here are only the desk's own words.
"""

import re
from typing import Any

from kuroshio.service.chinese_labels import ZH

_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")


def say(text: str, lang: str, **values: Any) -> str:
    """Return a wording in a language, its places filled in.

    Examples
    --------
    >>> say("{n} rows", "en", n=3), say("{n} rows", "zh", n=3)
    ('3 rows', '3 行')
    """
    told = ZH.get(text, text) if lang == "zh" else text
    if _CODE.fullmatch(told):
        told = told.replace("_", " ")
    return told.format(**values) if values else told
