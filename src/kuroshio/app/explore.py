"""Themes, entities and what joins them: the knowledge as pages can walk it."""

from datetime import date
from difflib import get_close_matches
from typing import Any

from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import head, to_plain
from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.records import Link
from kuroshio.version import VERSION


def list_themes(*, workspace: Workspace) -> dict[str, Any]:
    """Return every theme with how many issuers and precedents it reaches."""
    knowledge = open_knowledge(workspace)
    links: dict[str, set[str]] = {}
    evidenced: dict[str, int] = {}
    for link in knowledge.links:
        links.setdefault(link.theme, set()).add(link.issuer)
        known = link.source != "own_knowledge"
        evidenced[link.theme] = evidenced.get(link.theme, 0) + known
    named: dict[str, int] = {}
    for item in knowledge.precedents.values():
        for theme in item.themes:
            named[theme.name] = named.get(theme.name, 0) + 1
    rows = [
        {
            "id": theme.id,
            "names": to_plain(theme.names),
            "issuers": len(links.get(theme.id, ())),
            "evidenced_links": evidenced.get(theme.id, 0),
            "precedents": named.get(theme.id, 0),
            "upstream": list(theme.upstream),
        }
        for theme in knowledge.themes.values()
    ]
    first = head(as_of=None, inputs=(), pack=None, version=VERSION)
    return {**first, "themes": sorted(rows, key=lambda row: str(row["id"]))}


def show_theme(identity: str, *, workspace: Workspace) -> dict[str, Any]:
    """Return a theme: its words, links to issuers, neighbours and precedents.

    Raises
    ------
    InputError
        When no theme has that id; the nearest are named.
    """
    knowledge = open_knowledge(workspace)
    theme = knowledge.themes.get(identity)
    if theme is None:
        raise _missing("theme", identity, knowledge.themes)
    first = head(as_of=None, inputs=(), pack=None, version=VERSION)
    links = [link for link in knowledge.links if link.theme == identity]
    return {
        **first,
        "theme": to_plain(theme),
        "links": [_link(link, knowledge) for link in links],
        "downstream": sorted(
            item.id for item in knowledge.themes.values() if identity in item.upstream
        ),
        "precedents": [
            {
                "id": item.id,
                "on": item.on.isoformat(),
                "title": item.title,
                "types": list(item.types),
                "sign": sign.sign,
            }
            for item in sorted(knowledge.precedents.values(), key=lambda one: one.on)
            for sign in item.themes
            if sign.name == identity
        ],
    }


def _link(link: Link, knowledge: Knowledge) -> dict[str, Any]:
    issuer = knowledge.issuers.get(link.issuer)
    listings = issuer.listings if issuer is not None else ()
    return {
        **to_plain(link),
        "names": to_plain(issuer.names) if issuer is not None else None,
        "securities": [listing.security for listing in listings],
    }


def show_entity(
    identity: str, *, on: date | None = None, workspace: Workspace
) -> dict[str, Any]:
    """Return what is known of an institution, issuer, person or post.

    Raises
    ------
    InputError
        When nothing has that id; the nearest are named.
    """
    knowledge = open_knowledge(workspace)
    kind = knowledge.kind_of(identity)
    tables = {
        "institution": knowledge.institutions,
        "issuer": knowledge.issuers,
        "person": knowledge.people,
        "post": knowledge.posts,
    }
    if kind not in tables:
        known = [name for table in tables.values() for name in table]
        raise _missing("entity", identity, known)
    record = tables[kind][identity]
    terms = knowledge.terms_of(identity) if kind == "person" else ()
    if kind == "post":
        terms = knowledge.terms_in(identity)
    first = head(as_of=None, inputs=(), pack=None, version=VERSION)
    return {
        **first,
        "id": identity,
        "kind": kind,
        "record": to_plain(record),
        "country": knowledge.country_of(identity),
        "active": None if on is None else knowledge.is_active(identity, on),
        "terms": [_term(term, knowledge) for term in terms],
        "posts": [
            {"id": post.id, "names": to_plain(post.names)}
            for post in knowledge.posts.values()
            if post.institution == identity
        ],
        "links": [
            {**to_plain(link), "theme_names": _names(link.theme, knowledge)}
            for link in knowledge.links
            if link.issuer == identity
        ],
        "regimes": sorted(
            regime.id
            for regime in knowledge.regimes.values()
            if regime.keeper == identity or identity in regime.actors
        ),
        "deals": [
            {"id": entry.id, "names": to_plain(entry.names)}
            for entry in knowledge.register.values()
            if identity in entry.parties
        ],
    }


def _term(term: Any, knowledge: Knowledge) -> dict[str, Any]:
    return {
        **to_plain(term),
        "post_names": _names(term.post, knowledge),
        "person_names": _names(term.person, knowledge),
    }


def _names(identity: str, knowledge: Knowledge) -> Any:
    return to_plain(knowledge.names_of(identity))


def _missing(what: str, identity: str, known: Any) -> InputError:
    near = get_close_matches(identity, list(known), n=3)
    mend = f"did you mean {', '.join(near)}?" if near else ""
    fault = Fault(place=identity, problem=f"no such {what}", mend=mend)
    return InputError(what, [fault])
