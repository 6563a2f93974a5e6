from hooks.models.sending import Sending, SendingState, Trouble
from hooks.models.webhook import Webhook

__all__ = ["Sending", "SendingState", "Trouble", "Webhook"]
