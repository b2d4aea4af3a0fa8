"""What programs get: the same keys as ``--format json``, more may be added."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Rows = list[dict[str, Any]]


class Problem(BaseModel):
    """A fault (RFC 9457) with every single fault behind it."""

    type: str = "about:blank"
    title: str = Field(examples=["What was sent cannot be used"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["documents: 1 fault"])
    instance: str = ""
    faults: list[dict[str, str]] = Field(
        examples=[[{"place": "story.txt", "problem": "is empty", "mend": "give it"}]]
    )


class Open(BaseModel):
    """An object to which keys may be added."""

    model_config = ConfigDict(extra="allow")


class Head(Open):
    """What every answer begins with."""

    schema_: str = Field(alias="schema", examples=["kuroshio-1"])
    as_of: str | None = Field(examples=["2026-02-18T00:30:00Z"])
    inputs: list[dict[str, Any]] = Field(
        examples=[[{"source": "story.txt", "sha256": "9ccb…"}]]
    )
    pack: str | None = Field(examples=["2026-02-11"])
    version: str = Field(examples=["0.1.0"])


class ReadOut(Head):
    """What was really said and what is wrong in it."""

    event: dict[str, Any]
    documents: Rows
    claims: Rows
    sheet: dict[str, Any]
    findings: Rows = Field(
        examples=[[{"kind": "power_of_ten", "severity": "error", "say": "…"}]]
    )


class ExposeOut(Head):
    """Whom the causes reach."""

    exposures: Rows


class RiskOut(Head):
    """What a book may lose: VaR and ES are losses, decimal shares of NAV."""

    var: Rows
    contributions: Rows
    volatility: Rows
    currency: Rows


class StressOut(Head):
    """What scenarios cost a book: losses negative, shares of NAV."""

    scenarios: Rows


class ImpactOut(Head):
    """The forecast: abnormal returns as ranges, by theme, holding and book."""

    impacts: Rows


class ScoreOut(Head):
    """How past forecasts did."""

    scores: Rows


class HedgeOut(Head):
    """What would take the risk off."""

    proposals: Rows


class RegimesOut(Head):
    """Which rules apply."""

    regimes: Rows


class TriageOut(Head):
    """Which documents matter."""

    documents: Rows


class StudyOut(Head):
    """Abnormal returns and every test."""

    tests: Rows
    abnormal_returns: Rows


class BriefOut(Head):
    """Everything, each verb's results under its name."""

    verdict: list[str]
    read: dict[str, Any]
    expose: dict[str, Any]
    risk: dict[str, Any]
    hedge: dict[str, Any]
    regimes: dict[str, Any]


class ListOut(Head):
    """A page of a list."""

    total: int = Field(examples=[93])
    next: str | None = Field(examples=["/api/v1/precedents?limit=100&offset=100"])


class AnyOut(Head):
    """One thing with all that is known of it."""


class JobOut(Open):
    """How far a job is."""

    id: str
    state: str = Field(examples=["running"])
    progress: dict[str, Any]
    ended: bool


class ItemsOut(BaseModel):
    """A page of things of the desk."""

    items: Rows
    total: int
    next: str | None


class Item(Open):
    """One thing of the desk."""

    id: str
