"""Near copies among documents, and claims of several documents that mean one thing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kuroshio.reading.quantities import is_conversion, is_same, rate_bound
from kuroshio.records import Claim, Document, Money, Value
from kuroshio.text import fold, fold_name

SHINGLE = 5
PERMUTATIONS = 128
SEED = 20260212
LEAST_ALIKE = 0.7
LONGEST = 60_000
_OTHER = re.compile(r"[^\w]+|_+")


def group_documents(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Give near-identical copies one cluster.

    Copies are texts whose folded runs of five characters have an estimated Jaccard
    similarity of at least 0.7 (MinHash, 128 permutations), which holds for all scripts.

    Parameters
    ----------
    documents : sequence of Document
        In input order.

    Returns
    -------
    tuple of Document
        The same documents; ``cluster`` is the id of the first document of the group.
    """
    if len(documents) < 2:
        return tuple(replace(document, cluster=document.id) for document in documents)
    prints = [_fingerprint(document.text) for document in documents]
    heads: list[int] = []
    for place, mine in enumerate(prints):
        head = next(
            (
                earlier
                for earlier in range(place)
                if heads[earlier] == earlier
                and mine.jaccard(prints[earlier]) >= LEAST_ALIKE
            ),
            place,
        )
        heads.append(head)
    return tuple(
        replace(document, cluster=documents[heads[place]].id)
        for place, document in enumerate(documents)
    )


def _fingerprint(text: str) -> Any:
    """Return the MinHash of a text."""
    from rensa import RMinHash

    folded = _OTHER.sub("", fold(text[:LONGEST]))
    shingles = {
        folded[at : at + SHINGLE] for at in range(max(1, len(folded) - SHINGLE + 1))
    }
    found = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    found.update(sorted(shingles))
    return found


def group_claims(
    claims: Sequence[Claim], rates: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, ...], ...]:
    """Group claims that mean one thing, within and across documents.

    Two claims are one when property and scope agree and the value does: the same
    entity or name, the same time, a sum equal within rounding, or a sum in another
    currency at a rate that the market of that year had.

    Parameters
    ----------
    claims : sequence of Claim
        Of any number of documents.
    rates : sequence of mapping
        Dated bounds of exchange rates (``rate_bounds`` of the reference data).

    Returns
    -------
    tuple of tuple of str
        Ids of each group, in order of first appearance; every claim is in one group.
    """
    groups: list[list[Claim]] = []
    buckets: dict[tuple[str, str], list[list[Claim]]] = {}
    for claim in claims:
        bucket = buckets.setdefault((claim.property, _scope(claim)), [])
        group = next((one for one in bucket if means_same(one[0], claim, rates)), None)
        if group is None:
            group = []
            bucket.append(group)
            groups.append(group)
        group.append(claim)
    return tuple(tuple(claim.id for claim in group) for group in groups)


def _scope(claim: Claim) -> str:
    """Return what besides the value must agree."""
    if claim.property == "official":
        return claim.subject
    if claim.property == "amount":
        return "deal" if claim.role != "other" else "other"
    return claim.role or "" if claim.property == "date" else ""


def means_same(one: Claim, two: Claim, rates: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether two claims of one property and scope have the same value."""
    left, right = one.value, two.value
    if left.money is not None and right.money is not None:
        return _same_sum(left.money, right.money, one.published or two.published, rates)
    if left.time is not None and right.time is not None:
        return left.time.iso == right.time.iso
    if left.entity is not None and right.entity is not None:
        return left.entity == right.entity
    return _words(left) == _words(right) != ""


def _words(value: Value) -> str:
    """Return the name-like part of a value, folded."""
    return fold_name(value.surface or value.text or value.code or value.number or "")


def _same_sum(
    one: Money, two: Money, published: str, rates: Sequence[Mapping[str, Any]]
) -> bool:
    """Tell whether two sums are equal, or one in two currencies."""
    if one.layer and two.layer and one.layer != two.layer:
        return False
    if one.currency == two.currency:
        return is_same(one, two)
    if one.currency is None or two.currency is None or len(published) < 10:
        return False
    day = date.fromisoformat(published[:10])
    bound = rate_bound(rates, one.currency, two.currency, day)
    return is_conversion(one, two, bound)
