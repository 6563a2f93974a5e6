"""The catalogue of verbs: all that the journal tells of, each with its noun, facts, icon and where its sentence is.

A noun declares its verbs as `tells` (`journal.facts`). That the same verbs are recorded, declared and worded is held by
a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.db.models import Model

from journal.facts import Tells, declared

# What a verb may say: its sentence, more of it, what stands at the end of its line, and a class that marks the line.
SENTENCE, DETAIL, END, MARK = "", ".detail", ".end", ".mark"
UNKNOWN = "circle-alert"


@dataclass(frozen=True)
class Verb:
    """`name` is "noun.past_tense" ("client.stage_changed")."""

    name: str
    noun: type[Model]
    tells: Tells

    def partials(self, part: str) -> list[str]:
        """Where that part of its words may be, the first that exists: said by its room, of verbs that nouns share, of
        any verb."""
        action = self.name.partition(".")[2]
        ours = [f"journal/entries.html#{name}{part}" for name in (action, "any")]
        return [f"{self.noun._meta.app_label}/entries.html#{self.name}{part}", *ours]

    def icon(self, subject: Model) -> str:
        """The verb's own, else as the subject looks: meetings have one by their kind."""
        return self.tells.icon or str(getattr(subject, "icon", UNKNOWN))


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Verb]:
    return {name: Verb(name, noun, tells) for noun in apps.get_models() for name, tells in declared(noun).items()}


def verb(name: str, noun: type[Model]) -> Verb:
    """Of an entry; one from before a verb was renamed is still told, in no words of its own."""
    return catalogue().get(name) or Verb(name, noun, Tells(icon=UNKNOWN))
