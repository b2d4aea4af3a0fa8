"""Kuroshio: what a story about money or power crossing a border means for a book.

The Python interface mirrors the command line, one function a verb:

>>> import kuroshio as ku
>>> ku.__version__
'0.1.0'
"""

__version__ = "0.1.0"
