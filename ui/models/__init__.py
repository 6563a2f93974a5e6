"""What the frame remembers of forms: those that arrived, and what was typed in those that could not be saved."""

from ui.models.sent import Sent
from ui.models.unsaved import Unsaved

__all__ = ["Sent", "Unsaved"]
