"""A client is what an organisation is to this room: shown on its page, in its list, and instead of its page."""

from django.utils.translation import gettext_lazy as _

from contacts.standing import Standing

CLIENT = Standing(
    name="client",
    label=_("Client"),
    page="crm:client_detail",
    actions="crm/client_of.html",
    related=("client__lead",),
)
