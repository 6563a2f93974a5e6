from journal.models.entry import Entry, EntryRef

__all__ = ["Entry", "EntryRef"]
