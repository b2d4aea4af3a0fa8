"""From one document to its mentions, and from mentions to a verified sheet."""

from kuroshio.reading.flat import flatten
from kuroshio.reading.mentions import read_mentions

__all__ = ["flatten", "read_mentions"]
