"""Who is who, what reaches whom, which rules bind: YAML, compiled and queried."""

from kuroshio.knowledge.find import find_entities
from kuroshio.knowledge.knowledge import Knowledge
from kuroshio.knowledge.load import load_knowledge
from kuroshio.knowledge.names import name_key
from kuroshio.knowledge.scenarios import PlacedScenario, read_scenarios
from kuroshio.knowledge.subscribers import read_subscribers

__all__ = [
    "Knowledge",
    "PlacedScenario",
    "find_entities",
    "load_knowledge",
    "name_key",
    "read_scenarios",
    "read_subscribers",
]
