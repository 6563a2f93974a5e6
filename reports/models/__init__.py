from reports.models.clock import Clock
from reports.models.delivery import Delivery
from reports.models.notice import About, Notice
from reports.models.outgoing import OPEN, STUCK, UNFINISHED, DeliveryState, OutgoingMail
from reports.models.pause import MailPause
from reports.models.run import UNCHOSEN, Rendering, Run, RunState, Skipped, Trouble
from reports.models.schedule import Recipient, Schedule
from reports.rhythm import Rhythm

__all__ = [
    "OPEN",
    "STUCK",
    "UNCHOSEN",
    "UNFINISHED",
    "About",
    "Clock",
    "Delivery",
    "DeliveryState",
    "MailPause",
    "Notice",
    "OutgoingMail",
    "Recipient",
    "Rendering",
    "Rhythm",
    "Run",
    "RunState",
    "Schedule",
    "Skipped",
    "Trouble",
]
