"""The lights by which something is judged: their words and shapes, on pages, in pictures, mails and files."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Light(TextChoices):
    ON_TRACK = "on_track", _("On track")
    WATCH = "watch", _("Watch")
    OFF_TRACK = "off_track", _("Off track")
    NOT_REPORTED = "", _("Not reported")

    @property
    def shape(self) -> str:
        """How styles and drawings call its shape."""
        return SHAPES[self]

    @property
    def mark(self) -> str:
        """Its shape where there is only text."""
        return MARKS[self]


SHAPES: dict[str, str] = {Light.ON_TRACK: "g", Light.WATCH: "a", Light.OFF_TRACK: "r", Light.NOT_REPORTED: "n"}
MARKS: dict[str, str] = {Light.ON_TRACK: "●", Light.WATCH: "▲", Light.OFF_TRACK: "■", Light.NOT_REPORTED: "–"}
