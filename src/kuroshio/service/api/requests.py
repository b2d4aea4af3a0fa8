"""What programs send: documents, books, studies, words on flags."""

import base64
import binascii
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

# A zero byte is no character of a text and ends names too early.
Text = Annotated[str, Field(max_length=20_000_000, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Reason = Annotated[str, Field(min_length=1, max_length=4_000, pattern=r"^[^\x00]*$")]
Day = Annotated[
    str | None,
    Field(
        max_length=40,
        pattern=r"^[^\x00]*$",
        description="Day or instant of knowledge: nothing published later is seen.",
        examples=["2026-02-18"],
    ),
]
MOST_DOCUMENTS = 12
STORY = (
    "TOKYO, February 18, 2026 — Commerce Secretary Howard Lutnick said the first "
    "projects of the $550 billion US-Japan investment have been selected."
)


class Strict(BaseModel):
    """A body without keys that nobody knows."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class DocumentIn(Strict):
    """One document: its text, its bytes in base64, or its address."""

    text: Text | None = Field(default=None, examples=[STORY])
    content: Text | None = Field(
        default=None, description="Bytes of a file (HTML, PDF, mail) in base64."
    )
    url: Annotated[str, Field(max_length=2_000)] | None = Field(
        default=None, description="An https address; fetched once, politely."
    )
    name: Short = Field(default="document.txt", examples=["story.txt"])

    @model_validator(mode="after")
    def check_one(self) -> Self:
        """Check that exactly one of text, content and url is given."""
        given = [one for one in (self.text, self.content, self.url) if one is not None]
        if len(given) != 1:
            message = "give exactly one of text, content and url"
            raise ValueError(message)
        if self.content is not None:
            self.raw()
        return self

    def raw(self) -> bytes:
        """Return the bytes of the document."""
        if self.content is None:
            return (self.text or "").encode()
        try:
            return base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError):
            message = "content is no base64"
            raise ValueError(message) from None


Documents = Annotated[list[DocumentIn], Field(max_length=MOST_DOCUMENTS)]
SomeDocuments = Annotated[
    list[DocumentIn], Field(min_length=1, max_length=MOST_DOCUMENTS)
]


class BookIn(Strict):
    """A book: one kept at the desk by its id, or lines of CSV."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] | None = None
    csv: Text | None = Field(
        default=None,
        examples=["security,value,currency\n301071.SZ,2460000,CNY\n"],
    )
    profile: Text | None = Field(
        default=None, description="A profile as YAML.", examples=["base_currency: CNY"]
    )

    @model_validator(mode="after")
    def check_one(self) -> Self:
        """Check that exactly one of id and csv is given."""
        if (self.id is None) == (self.csv is None):
            message = "give exactly one of id and csv"
            raise ValueError(message)
        return self


class ReadIn(Strict):
    """Documents to read."""

    documents: SomeDocuments
    as_of: Day = None


class BriefIn(Strict):
    """Documents, and the book that they are read for."""

    documents: Documents = []
    book: BookIn | None = None
    as_of: Day = None
    stale_ok: bool = False


class BookOnlyIn(Strict):
    """A book to measure."""

    book: BookIn
    as_of: Day = None
    stale_ok: bool = False


class StressIn(BriefIn):
    """A book, and the scenarios to lay over it: by name, or those a story calls for."""

    book: BookIn
    scenarios: Annotated[list[Short], Field(max_length=20)] = Field(
        default=[], examples=[["as-announced"]]
    )
    reverse: Short | None = Field(
        default=None,
        description="A loss: the likeliest way there is found.",
        examples=["5%"],
    )


class StudyIn(Strict):
    """An event study of events and prices given as CSV."""

    events: Text = Field(examples=["event_id,security,date\ne1,A,2025-03-03\n"])
    prices: Text = Field(examples=["date,A,INDEX\n2025-01-02,10.0,100.0\n"])
    market: Short | None = Field(default=None, examples=["INDEX"])
    model: Literal["market", "market-adjusted", "mean"] = "market"
    returns: Literal["simple", "log"] = "simple"
    estimation: Short = "-260:-11"
    event: Short = "-10:10"
    windows: Short | None = Field(default=None, examples=["-1:1,0:0"])
    exclude_overlapping: bool = False
    exclude_confounded: bool = False


class PrecedentStudyIn(Strict):
    """A study of precedents; without prices those that were imported are used."""

    ids: Annotated[list[Short], Field(max_length=500)] = []
    theme: Short | None = None
    kind: Short | None = None
    basket: Short | None = None
    prices: Text | None = None
    market: Annotated[list[Short], Field(max_length=4)] = []
    venues: Short = "CN,HK"
    model: Literal["market", "market-adjusted", "mean"] = "market"
    estimation: Short = "-260:-11"
    event: Short = "-5:5"
    windows: Short | None = None
    exclude_overlapping: bool = False
    as_of: Day = None


class KeptBookIn(Strict):
    """A book to keep at the desk, for its sender alone."""

    csv: Text
    profile: Text | None = None
    name: Short = "book"


class OverrideIn(Strict):
    """A person's word against the machine's; somebody else must check it."""

    subject: Annotated[str, Field(min_length=1, max_length=300,
                                  pattern=r"^[^\x00]*$")] = Field(
        examples=["finding:0123456789abcdef:power_of_ten@d1:128"]
    )  # fmt: skip
    field: Short = "finding"
    before: Short = ""
    after: Reason
    reason: Reason


class CheckIn(Strict):
    """The answer to what somebody else proposed."""

    approve: bool
    reason: Reason


class DecisionIn(Strict):
    """A decision about a deal, frozen with all that was known."""

    deal: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    choice: Reason
    reason: Reason
