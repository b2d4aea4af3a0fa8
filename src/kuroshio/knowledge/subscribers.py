"""A user's file of watch rules: subscribers with the line of every fault."""

from kuroshio.errors import Fault
from kuroshio.records import Subscriber


def read_subscribers(
    text: str, name: str
) -> tuple[tuple[tuple[Subscriber, str], ...], tuple[Fault, ...]]:
    """Read the subscribers of one YAML file.

    Parameters
    ----------
    text : str
        A mapping with the key ``subscribers`` and a list of records.
    name : str
        How faults call the file.

    Returns
    -------
    subscribers : tuple of (Subscriber, str)
        Those that are well formed with their place, ``file:line``.
    faults : tuple of Fault
        Everything wrong with the others.
    """
    # Imported here: a run without such a file needs no YAML.
    from kuroshio.knowledge.parsing import parse_file

    parsed, faults = parse_file(text, name)
    faults += tuple(
        Fault(place=item.place, problem=f"{item.kind} among watch rules")
        for item in parsed
        if item.kind != "subscribers"
    )
    found = [item for item in parsed if item.kind == "subscribers"]
    if not found and not faults:
        mend = "write  subscribers: [ … ]"
        faults = (Fault(place=name, problem="holds no subscribers", mend=mend),)
    return tuple((item.record, item.place) for item in found), faults
