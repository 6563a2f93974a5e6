"""The bare limit: views that do the same query as the product's and nothing else, in the same server."""

import json
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Template
from django.views.decorators.csrf import csrf_exempt
from rest_framework.serializers import ModelSerializer

from contacts.models import Organisation
from crm.models import Client
from journal.models import EntryRef
from projects.models import ProjectState
from ui.swedish import SwedishOrder

COLUMNS = ("pk", "stage", "last_contact_on", "organisation__name", "organisation__municipality__name", "lead__name")
TABLE = Template(
    "<!doctype html><title>Clients</title><table>{% for row in rows %}<tr><th><a href='/crm/clients/{{ row.pk }}/'>"
    "{{ row.organisation__name }}</a><td>{{ row.stage }}<td>{{ row.last_contact_on }}"
    "<td>{{ row.organisation__municipality__name }}<td>{{ row.lead__name }}{% endfor %}</table>"
)
DETAIL = Template(
    "<!doctype html><title>{{ client.organisation.name }}</title><h1>{{ client.organisation.name }}</h1>"
    "<ol>{% for ref in refs %}<li>{{ ref.at }} {{ ref.entry.verb }} {{ ref.entry.by.name }}{% endfor %}</ol>"
)


def _first_rows() -> list[dict[str, Any]]:
    return list(Client.objects.order_by(SwedishOrder("name"), "pk").values(*COLUMNS)[:50])


def _json(value: Any) -> HttpResponse:
    return HttpResponse(json.dumps(value, cls=DjangoJSONEncoder), content_type="application/json")


@login_not_required
def nothing(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"is": "nothing"})


@login_not_required
def rows(request: HttpRequest) -> HttpResponse:
    return _json(_first_rows())


@login_not_required
def table(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TABLE.render(Context({"rows": _first_rows()})))


@login_not_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    client = Client.objects.select_related("organisation").get(pk=pk)
    kind = ContentType.objects.get_for_model(Client)
    refs = EntryRef.objects.filter(record_type=kind, record_id=pk).select_related("entry__by")
    return HttpResponse(DETAIL.render(Context({"client": client, "refs": refs.order_by("-at", "-entry")[:30]})))


class Bare(ModelSerializer[Client]):
    class Meta:
        model = Client
        fields = ["id", "stage", "stage_since", "opened_on", "lead", "team", "origin", "last_contact_on", "version"]


@login_not_required
def serializer(request: HttpRequest) -> HttpResponse:
    return _json(Bare(Client.objects.order_by(SwedishOrder("name"), "pk")[:50], many=True).data)


@login_not_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    return _json(Bare(Client.objects.get(pk=pk)).data)


@csrf_exempt
@login_not_required
def insert(request: HttpRequest) -> HttpResponse:
    made = Organisation.objects.create(name="Bar rad AB")
    return _json({"id": made.pk})


@login_not_required
def portfolio(request: HttpRequest) -> HttpResponse:
    states = ProjectState.objects.filter(
        known__upper_inf=True, effective__contains=date.fromisoformat(request.GET["on"])
    )
    return _json(list(states.values("project", "project__title", "phase", "overall", "time", "cost", "next_gate")))
