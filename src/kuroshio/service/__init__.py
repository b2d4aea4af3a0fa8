"""The desk: pages and a REST interface over the same functions as the command line.

Imported by ``kuroshio serve`` only; everything heavy waits inside its functions, so
that the worker processes, which import this package too, start fast.
"""

from kuroshio.service.client import Client
from kuroshio.service.launch import check_options, make_app, make_first_key, serve
from kuroshio.service.options import Options

__all__ = ["Client", "Options", "check_options", "make_app", "make_first_key", "serve"]
