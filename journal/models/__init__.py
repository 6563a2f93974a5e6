from journal.models.entry import Entry, EntryRef
from journal.models.following import Following, FollowingState
from journal.models.masking import Masking
from journal.models.notification import Notification

__all__ = ["Entry", "EntryRef", "Following", "FollowingState", "Masking", "Notification"]
