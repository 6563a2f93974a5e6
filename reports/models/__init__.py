from reports.models.delivery import Delivery, DeliveryState
from reports.models.run import Rendering, Run, RunState
from reports.models.schedule import Recipient, Rhythm, Schedule

__all__ = [
    "Delivery",
    "DeliveryState",
    "Recipient",
    "Rendering",
    "Rhythm",
    "Run",
    "RunState",
    "Schedule",
]
