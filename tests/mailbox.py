"""A real SMTP server for tests: keeps what it is sent, and can be told to refuse, to fall silent or to know nobody."""

import asyncio
import logging
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

# It tells every word of every conversation.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Mailbox:
    """`messages` are parsed, oldest first; `envelopes` say to whom each went. `refusals` is consumed one per mail."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.controller = self._controller()
        self.clear()

    def _controller(self) -> Controller:
        return Controller(
            self, hostname="127.0.0.1", port=self.port, authenticator=self._authenticate, auth_require_tls=False
        )

    def _authenticate(self, *_: Any) -> AuthResult:
        self.sign_ins += 1
        return AuthResult(success=self.knows_us, handled=False)

    def clear(self) -> None:
        self.messages: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        # How often a recipient was named.
        self.asked = 0
        # How often somebody signed in, and whether anybody may.
        self.sign_ins, self.knows_us = 0, True
        # Replies by the moment they are given: at the recipient's address, or after the whole mail.
        self.refuse_sender = self.refuse_recipient = ""
        self.refuse_message = ""
        # Addresses of nobody here, and those whose mail is taken without a word.
        self.unknown: set[str] = set()
        self.silent_to: set[str] = set()
        self.is_silent = self.is_silent_at_recipient = False
        # Seconds until it says that it has taken a mail.
        self.slow = 0.0

    def refuse(self, reply: str = "451 Try again later", *, at: str = "message") -> None:
        """Answer every mail with this reply from now on; `at` is "sender", "recipient" or "message"."""
        setattr(self, f"refuse_{at}", reply)

    def fall_silent(self, *, at: str = "message") -> None:
        """Take the mail and never say whether it was taken; or never answer at the "recipient"."""
        self.is_silent, self.is_silent_at_recipient = at == "message", at == "recipient"

    def accept(self) -> None:
        self.refuse_sender = self.refuse_recipient = self.refuse_message = ""
        self.is_silent = self.is_silent_at_recipient = False

    def start(self) -> None:
        self.controller.start()

    def stop(self) -> None:
        """Nothing answers at the address from now on."""
        self.controller.stop()
        self.controller = self._controller()

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.asked += 1
        if self.is_silent_at_recipient:
            await asyncio.sleep(60)
        if self.refuse_recipient or address in self.unknown:
            return self.refuse_recipient or "550 5.1.1 Nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuse_message:
            return self.refuse_message
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        if self.is_silent or self.silent_to.intersection(envelope.rcpt_tos):
            await asyncio.sleep(60)
        await asyncio.sleep(self.slow)
        return "250 Kept"
