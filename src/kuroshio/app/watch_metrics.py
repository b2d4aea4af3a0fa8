"""Numbers of a running watch, for Prometheus, on this machine only."""

from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client import start_http_server as serve

from kuroshio.app.watch_state import Watch
from kuroshio.ledger import count_deliveries, read_sources
from kuroshio.watch import health_of

LOOPBACK = "127.0.0.1"
HEALTHS = ("never", "ok", "stale", "failing", "paused", "off")


@dataclass(frozen=True, slots=True)
class Metrics:
    """Counters of one process in a registry of their own."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    _made: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kept: dict[str, Any] = {"registry": self.registry}
        self._made.update(
            items=Counter("kuroshio_items", "Items worked", **kept),
            alerts=Counter("kuroshio_alerts", "Alerts raised", **kept),
            failed=Counter("kuroshio_passes_failed", "Passes that failed", **kept),
            seconds=Histogram("kuroshio_pass_seconds", "Length of a pass", **kept),
            held=Gauge("kuroshio_lease_held", "1: this process watches", **kept),
            sources=Gauge("kuroshio_sources", "By health", ["health"], **kept),
            outbox=Gauge("kuroshio_deliveries", "By state", ["state"], **kept),
        )

    def serve(self, port: int) -> Any:
        """Answer on this machine's loopback; return the server, to be shut down."""
        server, _ = serve(port, addr=LOOPBACK, registry=self.registry)
        return server

    def failed(self) -> None:
        """Count a pass that failed."""
        self._made["failed"].inc()

    def passed(self, watch: Watch, done: dict[str, Any], seconds: float) -> None:
        """Count what a pass did and look at how things stand."""
        made = self._made
        made["held"].set(1 if done.get("held") else 0)
        made["seconds"].observe(seconds)
        made["items"].inc(done.get("worked", 0))
        made["alerts"].inc(done.get("alerts", 0))
        states, now = read_sources(watch.ledger), watch.now()
        found = [
            health_of(source, states.get(source.id), now=now)
            for source in watch.sources.values()
        ]
        for health in HEALTHS:
            made["sources"].labels(health).set(found.count(health))  # type: ignore[arg-type]
        for state, number in count_deliveries(watch.ledger).items():
            made["outbox"].labels(state).set(number)
