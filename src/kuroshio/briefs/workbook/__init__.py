"""The brief as an Excel workbook: a sheet a table, live scenarios, native charts."""

from kuroshio.briefs.workbook.book import SHEETS, write_brief_workbook

__all__ = ["SHEETS", "write_brief_workbook"]
