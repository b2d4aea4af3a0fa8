"""Defects: logged whole, told as a number."""

import logging
import secrets

_LOG = logging.getLogger("kuroshio.service")


def unexpected(error: Exception) -> str:
    """Log a defect and return what its finder is told: no more than a number."""
    number = secrets.token_hex(4)
    _LOG.error("unexpected fault %s", number, exc_info=error)
    return f"unexpected fault {number}: a defect of Kuroshio; its log says where"
