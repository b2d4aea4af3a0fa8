"""How much of a cause each of its themes is, and whom its document names."""

from kuroshio.records import Cause, PathStep

# Themes that any measure on goods touches: the goods themselves come first.
_BROAD = frozenset({"dual-use-exports", "exporters-broad"})
_BROAD_SHARE = 0.6
_LEAST = 0.6
_LATER = 0.8
MENTIONED = 0.3


def theme_weights(cause: Cause, *, later: bool = False) -> dict[str, float]:
    """Weigh the themes of one cause against each other, by id, each in (0, 1].

    A theme that is named as often as any other weighs 1, one named once beside a theme
    named many times little more than 0.6, so that leaders of every theme of a list
    come before the tail of its first one. Broad themes weigh less beside others; so
    do the causes of a measure's document after its first (``later``).

    Parameters
    ----------
    cause : Cause
        With the characters that name each theme; a theme without any counts once.
    later : bool
        Whether another cause of the document comes before this one.

    Returns
    -------
    dict
        One weight for each theme of the cause.
    """
    counts: dict[str, int] = {}
    for reach in cause.themes:
        counts[reach.theme] = counts.get(reach.theme, 0) + max(len(reach.evidence), 1)
    most = max(counts.values(), default=1)
    narrow = _leads_narrow(cause)
    scale = _LATER if later and cause.kind == "measure" else 1.0
    return {
        theme: scale
        * (_LEAST + (1 - _LEAST) * count / most)
        * (_BROAD_SHARE if narrow and theme in _BROAD else 1.0)
        for theme, count in counts.items()
    }


def _leads_narrow(cause: Cause) -> bool:
    """Tell whether the first theme that the text names is a narrow one."""
    firsts = [
        (min((span.start for span in reach.evidence), default=0), reach.theme)
        for reach in cause.themes
    ]
    return bool(firsts) and min(firsts)[1] not in _BROAD


def entry_step(cause: Cause, theme: str, weight: float, sign: int) -> PathStep:
    """Return the step from a cause to one of its several themes."""
    return PathStep(
        source=cause.id,
        target=theme,
        sign=sign,
        strength=weight,
        because="one of several themes of the cause, by how often it is named",
        evidence="0.6 to 1 by mentions",
    )


def mention_step(cause: Cause, issuer: str, sign: int) -> PathStep:
    """Return the step to an issuer that the document itself speaks of."""
    return PathStep(
        source=cause.id,
        target=issuer,
        sign=sign,
        strength=MENTIONED,
        because="the document speaks of it",
        evidence="named in the text",
    )
