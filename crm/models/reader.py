"""Who may read a client kept to named people."""

from django.conf import settings
from django.db import models

from accounts.hanging import Hangs


class NamedReader(models.Model):
    """A person who may read a client that is kept to named people."""

    hangs_on = Hangs(on=("client",))

    client = models.ForeignKey("crm.Client", models.CASCADE, related_name="named_readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("client", "user", name="namedreader_once")]

    def __str__(self) -> str:
        return str(self.user)
