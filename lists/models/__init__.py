from lists.models.view import SavedView, Shared

__all__ = ["SavedView", "Shared"]
