from reports.models.delivery import Delivery, DeliveryState
from reports.models.pause import MailPause, Reason
from reports.models.run import Rendering, Run, RunState, Trouble
from reports.models.schedule import Recipient, Rhythm, Schedule

__all__ = [
    "Delivery",
    "DeliveryState",
    "MailPause",
    "Reason",
    "Recipient",
    "Rendering",
    "Rhythm",
    "Run",
    "RunState",
    "Schedule",
    "Trouble",
]
