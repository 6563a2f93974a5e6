"""Of what a schedule's owner is told by mail: each is a kind of mail about a run (`reports/telling.py`)."""

from enum import StrEnum


class About(StrEnum):
    FAILED = "report_failed"
    UNDELIVERED = "report_undelivered"
    INCOMPLETE = "report_incomplete"
    LATE = "report_late"
    UNSURE = "report_unsure"
    MISSED = "report_missed"
    NOBODY = "report_nobody"
    HELD = "report_held"


# A run is late once; others it may be told of each time it ends.
ONCE = [About.LATE, About.UNSURE, About.MISSED]
