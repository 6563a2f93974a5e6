from journal.models.entry import Entry, EntryRef
from journal.models.masking import Masking

__all__ = ["Entry", "EntryRef", "Masking"]
