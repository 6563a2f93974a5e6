"""Headers that hold an address: never folded into encoded words, which programs do not follow (RFC 2369)."""

from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.policy import SMTP, Policy

NAMES = ("list-unsubscribe", "references", "in-reply-to")


class PlainAddress(UnstructuredHeader):
    max_count = 1

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in NAMES:
        registry.map_to_type(name, PlainAddress)  # type: ignore[arg-type]
    return registry


PLAIN_ADDRESSES = SMTP.clone(header_factory=_registry())
