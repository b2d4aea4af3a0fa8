"""Messages to subscribers: signed webhooks, and what apprise can reach."""

from kuroshio.providers.messages.send import (
    Outgoing,
    fill_address,
    send_by_apprise,
    send_webhook,
    sign,
)

__all__ = ["Outgoing", "fill_address", "send_by_apprise", "send_webhook", "sign"]
