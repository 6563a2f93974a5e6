from mail.models.mail import OPEN, STUCK, UNFINISHED, Mail, MailState
from mail.models.pause import MailPause
from mail.models.suppression import Suppression

__all__ = ["OPEN", "STUCK", "UNFINISHED", "Mail", "MailPause", "MailState", "Suppression"]
