from reports.models.clock import Clock
from reports.models.delivery import Delivery
from reports.models.run import UNCHOSEN, Rendering, Run, RunState, Skipped, Trouble
from reports.models.schedule import Recipient, Schedule
from reports.rhythm import Rhythm

__all__ = [
    "UNCHOSEN",
    "Clock",
    "Delivery",
    "Recipient",
    "Rendering",
    "Rhythm",
    "Run",
    "RunState",
    "Schedule",
    "Skipped",
    "Trouble",
]
