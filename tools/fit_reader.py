"""Fit the weights of signs by which the reader gives sums and times their roles.

Usage: fit_reader.py [--check] [--gold DIR]

Reads the gold sheets of ``tests/reading/documents`` that are there to tune with and
writes ``money_weights.py`` and ``time_weights.py`` of the reading package. ``--check``
writes nothing and says how well documents left out of the fit are read. Stories that
are kept aside are never read here.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.reading.mentions import make_page
from kuroshio.reading.money_signs import ROLES, make_frame, signs_of
from kuroshio.reading.page import Page
from kuroshio.reading.statuses import find_stages, is_measure, stage_signs
from kuroshio.reading.time_signs import ROLES as TIME_ROLES
from kuroshio.reading.time_signs import make_time_frame, time_signs
from kuroshio.reading.times import find_times
from kuroshio.records import Document

HERE = Path(__file__).parent.parent
DOCUMENTS = HERE / "tests" / "reading" / "documents"
READING = HERE / "src" / "kuroshio" / "reading"
# Documents written apart from the reader say more than those it was tuned with.
SETS = {"tune": 1.0, "tune2": 2.0, "passages": 2.0}
FOLDS, LEAST, SCALE = 12, 3, 100
NOT_DEAL = "none"
OLDER_NAMES = {
    "total_pledge": "total", "increment": "part", "prior_commitment": "part",
    "commitment": "other",
}  # fmt: skip

OLDER_TIMES = {
    "signed": "agreed", "agreement": "agreed", "prohibited": "blocked",
    "re-review": "other", "commitment_deadline": "deadline", "unveiled": "announced",
    "mofcom_statement": "announced", "press_report": "announced",
    "press_conference": "meeting", "interview": "meeting", "ndrc_meeting": "meeting",
    "volume_production_start": "other", "son_pledge": "announced",
    "stargate": "announced",
}  # fmt: skip

OLDER_STAGES = {
    "announced_intent": ["announced"], "under_review_not_prohibited": ["in_review"],
}  # fmt: skip
RIDGE = 4.0


class Case(NamedTuple):
    """One sum or time: its document, weight, role and signs."""

    document: str
    weight: float
    role: str
    signs: tuple[str, ...]


class Model(NamedTuple):
    """Signs in order and a weight for each of them and each role."""

    signs: dict[str, int]
    weights: np.ndarray


def matrix(cases: Sequence[Case], signs: dict[str, int]) -> np.ndarray:
    """Return ones where a case has a sign, shape (cases, signs)."""
    made = np.zeros((len(cases), len(signs)))
    for row, case in enumerate(cases):
        for sign in case.signs:
            if sign in signs:
                made[row, signs[sign]] = 1
    return made


def fit(cases: Sequence[Case], roles: Sequence[str], ridge: float) -> Model:
    """Return the ridge-penalised logistic model with the greatest likelihood."""
    counted = Counter(sign for case in cases for sign in case.signs)
    known = sorted(sign for sign, count in counted.items() if count >= LEAST)
    signs = {sign: index for index, sign in enumerate(known)}
    seen, each = matrix(cases, signs), np.array([case.weight for case in cases])
    truth = np.eye(len(roles))[[roles.index(case.role) for case in cases]]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(len(signs), len(roles))
        shares = likelihoods(seen, weights)
        told = np.log((shares * truth).sum(1) + 1e-12)
        penalty = ridge * (weights**2).sum() / 2
        slope = seen.T @ ((shares - truth) * each[:, None]) + ridge * weights
        return float(penalty - (each * told).sum()), slope.ravel()

    start = np.zeros(len(signs) * len(roles))
    found = minimize(loss, start, jac=True, method="L-BFGS-B")
    return Model(signs, found.x.reshape(len(signs), len(roles)))


def likelihoods(seen: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return how likely each role is for each case."""
    totals = seen @ weights
    powers = np.exp(totals - totals.max(1, keepdims=True))
    shares: np.ndarray = powers / powers.sum(1, keepdims=True)
    return shares


class Choice(NamedTuple):
    """A document's words of stages: the signs of each, and which are right."""

    document: str
    weight: float
    signs: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


def choices_of(knowledge: Knowledge, gold: Path | None) -> list[Choice]:
    """Return the choice that each document asks for where one of its words is right."""
    vocabulary = json.loads((DOCUMENTS / "vocab.json").read_text(encoding="utf-8"))
    allowed = {**vocabulary["status"], **OLDER_STAGES}
    out = []
    for path, weight in paths(gold):
        sheet = json.loads(path.read_text(encoding="utf-8"))
        page = open_page(path, knowledge)
        right = allowed[sheet["status"]["value"]]
        measure = is_measure(page)
        stages = [
            stage
            for stage in find_stages(page, find_times(page), measure=measure)
            if stage.stance not in {"denied", "attributed"}
        ]
        good = tuple(stage.value in right for stage in stages)
        if stages:
            signs = tuple(
                tuple(stage_signs(page, stage, measure=measure)) for stage in stages
            )
            out.append(Choice(path.parent.name, weight, signs, good))
    return out


def fit_choices(choices: Sequence[Choice], ridge: float) -> dict[str, float]:
    """Return weights of signs under which the right words are likeliest chosen."""
    choices = [one for one in choices if any(one.right)]
    counted = Counter(
        sign for one in choices for sign in {s for word in one.signs for s in word}
    )
    known = sorted(sign for sign, count in counted.items() if count >= LEAST)
    index = {sign: at for at, sign in enumerate(known)}
    tables = []
    for one in choices:
        seen = np.zeros((len(one.signs), len(index)))
        for row, word in enumerate(one.signs):
            for sign in word:
                if sign in index:
                    seen[row, index[sign]] = 1
        tables.append((seen, np.array(one.right, dtype=float), one.weight))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = ridge * float((weights**2).sum()) / 2, ridge * weights
        for seen, right, each in tables:
            totals = seen @ weights
            powers = np.exp(totals - totals.max())
            shares = powers / powers.sum()
            good = float((shares * right).sum()) + 1e-12
            value -= each * float(np.log(good))
            slope = slope - each * seen.T @ (shares * right / good - shares)
        return value, slope

    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B")
    return dict(zip(known, map(float, found.x), strict=True))


def chosen_right(choices: Sequence[Choice], weights: dict[str, float]) -> list[bool]:
    """Return for each document whether the chosen word is a right one."""
    out = []
    for one in choices:
        totals = [sum(weights.get(s, 0.0) for s in word) for word in one.signs]
        out.append(one.right[totals.index(max(totals))])
    return out


def check_choices(choices: Sequence[Choice], ridge: float) -> None:
    """Print how many documents' stages are right when the fit has not seen them."""
    names = sorted({one.document for one in choices})
    right = 0
    for fold in range(FOLDS):
        out = set(names[fold::FOLDS])
        weights = fit_choices([c for c in choices if c.document not in out], ridge)
        right += sum(chosen_right([c for c in choices if c.document in out], weights))
    can = sum(any(one.right) for one in choices)
    print(f"stage: {right} of {len(choices)} right when left out ({can} could be)")


def write_choices(path: Path, weights: dict[str, float]) -> None:
    """Write the table of weights of signs of stages."""
    lines = [
        '"""How much each sign of a word of a stage weighs, in hundredths.',
        "",
        "Fitted by ``tools/fit_reader.py`` on the development documents; not edited by",
        "hand.",
        '"""',
        "",
        "WEIGHTS: dict[str, int] = {",
        *(
            f'    "{sign}": {round(weight * SCALE)},'
            for sign, weight in weights.items()
            if abs(weight) * SCALE > 1
        ),
        "}",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def left_out(cases: Sequence[Case], roles: Sequence[str], ridge: float) -> np.ndarray:
    """Return likelihoods for each case from a model that has not seen its document."""
    documents = sorted({case.document for case in cases})
    shares = np.zeros((len(cases), len(roles)))
    for fold in range(FOLDS):
        out = set(documents[fold::FOLDS])
        model = fit([c for c in cases if c.document not in out], roles, ridge)
        rows = [index for index, case in enumerate(cases) if case.document in out]
        shares[rows] = likelihoods(
            matrix([cases[row] for row in rows], model.signs), model.weights
        )
    return shares


def sums(page: Page, gold: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """Return role and signs of each sum that the sheet knows."""
    known = [(a["value"], a["currency"], NOT_DEAL) for a in gold["not_deal_amounts"]]
    known += [(a["value"], a["currency"], a["role"]) for a in gold["amounts"]]
    frame = make_frame(page)
    out = []
    for index, found in enumerate(page.money):
        value = float(found.amount)
        roles = [
            role
            for other, currency, role in known
            if currency == found.currency and abs(other - value) <= abs(value) * 0.005
        ]
        if found.converts is None and roles:
            role = OLDER_NAMES.get(roles[-1], roles[-1])
            role = "total" if role == "conversion" else role
            out.append((role, tuple(signs_of(page, found, index, frame))))
    return out


def times(page: Page, gold: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """Return role and signs of each time that the sheet knows."""
    known = {
        item["date"]: OLDER_TIMES.get(item["role"], item["role"])
        for item in gold["dates"]
    }
    frame = make_time_frame(page)
    out = []
    for found in page.dates:
        head = page.dateline is not None and found.start == page.dateline.start
        if head and page.dateline is not None and not page.dateline.inline:
            continue
        role = known.get(found.iso)
        if role is None and len(found.iso) == 10:
            role = known.get(found.iso[:7])
        if role in TIME_ROLES and found.precision != "duration":
            out.append((role, tuple(time_signs(page, found, frame))))
    return out


def cases_of(
    read: Callable[[Page, dict[str, Any]], list[tuple[str, tuple[str, ...]]]],
    knowledge: Knowledge,
    gold: Path | None,
) -> list[Case]:
    """Return the cases of all documents that are there to tune with."""
    cases = []
    for path, weight in paths(gold):
        sheet = json.loads(path.read_text(encoding="utf-8"))
        for role, signs in read(open_page(path, knowledge), sheet):
            cases.append(Case(path.parent.name, weight, role, signs))
    return cases


def paths(gold: Path | None) -> list[tuple[Path, float]]:
    """Return the sheets that are there to tune with, and what each weighs."""
    folders = [(DOCUMENTS / name, weight) for name, weight in SETS.items()]
    if gold is not None:
        folders.append((gold, 2.0))
    return [
        (path, weight)
        for folder, weight in folders
        for path in sorted(folder.glob("*/gold.json"))
    ]


def open_page(path: Path, knowledge: Knowledge) -> Page:
    """Return the page of the text beside a sheet."""
    text = path.with_name("text.txt").read_text(encoding="utf-8")
    return make_page(Document(id="d1", source="-", sha256="", text=text), knowledge)


def write(path: Path, model: Model, subject: str, roles: Sequence[str]) -> None:
    """Write a table of weights in hundredths; signs that weigh nothing are left out."""
    lines = [
        f'"""How much each sign of a {subject} speaks for each role, in hundredths.',
        "",
        "Fitted by ``tools/fit_reader.py`` on the development documents; not edited by",
        f"hand. The columns: {', '.join(roles[:6])}"
        + (f",\n{', '.join(roles[6:])}." if roles[6:] else "."),
        '"""',
        "",
        f"SCALE = {SCALE}",
        "WEIGHTS: dict[str, tuple[int, ...]] = {",
    ]
    for sign, index in model.signs.items():
        weights = [round(float(value) * SCALE) for value in model.weights[index]]
        if any(abs(weight) > 1 for weight in weights):
            row = ", ".join(map(str, weights))
            lines.append(f'    "{sign}": ({row}),')
    path.write_text("\n".join([*lines, "}", ""]), encoding="utf-8")


def say(name: str, cases: Sequence[Case], shares: np.ndarray, roles: list[str]) -> None:
    """Print how many left-out cases get their role, and how many sums are ours."""
    told = [roles[index] for index in shares.argmax(1)]
    right = sum(a == case.role for a, case in zip(told, cases, strict=True))
    print(f"{name}: {right} of {len(cases)} roles right when left out")
    if NOT_DEAL in roles:
        ours = shares[:, roles.index(NOT_DEAL)] < 0.5
        foreign = [case.role == NOT_DEAL for case in cases]
        traps = sum(o and f for o, f in zip(ours, foreign, strict=True))
        missed = sum(not o and not f for o, f in zip(ours, foreign, strict=True))
        print(f"  traps {traps} of {sum(foreign)}; {missed} of the deal's missed")


def main() -> None:
    """Fit, check or write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--gold", type=Path)
    arguments = parser.parse_args()
    knowledge = load_knowledge()
    work: tuple[tuple[str, Any, list[str], float, str], ...] = (
        ("sum", sums, [*ROLES, NOT_DEAL], 5.0, "money_weights.py"),
        ("time", times, [*TIME_ROLES], 5.0, "time_weights.py"),
    )
    for subject, read, roles, ridge, file in work:
        cases = cases_of(read, knowledge, arguments.gold)
        if arguments.check:
            say(subject, cases, left_out(cases, roles, ridge), roles)
        else:
            model = fit(cases, roles, ridge)
            write(READING / file, model, subject, roles)
            print(f"{subject}: {len(model.signs)} signs from {len(cases)} cases")
    choices = choices_of(knowledge, arguments.gold)
    if arguments.check:
        check_choices(choices, RIDGE)
    else:
        write_choices(READING / "status_weights.py", fit_choices(choices, RIDGE))


if __name__ == "__main__":
    main()
