"""The desk's own words in simplified Chinese."""

ZH: dict[str, str] = {"{n} rows": "{n} 行"}
