"""People and their roles at organisations, at the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.requests import now
from contacts import erase_person
from contacts.filters.person import PersonFilter
from contacts.models import Affiliation, Erasure, Organisation, Person
from ui.api import Versioned, expected_version, read_as
from ui.api_once import Once
from ui.api_related import Visible
from ui.swedish import SwedishOrder


class PersonSerializer(serializers.ModelSerializer[Person]):
    """E-mail and phone of a person with protected identity are never shown."""

    class Meta:
        model = Person
        fields = ["id", "name", "email", "phone", "is_protected", "created_at", "version"]
        read_only_fields = ["created_at", "version"]

    def to_representation(self, row: Person) -> dict[str, Any]:
        return super().to_representation(row) | {"email": row.shown_email, "phone": row.shown_phone}


class RoleSerializer(serializers.ModelSerializer[Affiliation]):
    organisation = Visible(Organisation)

    class Meta:
        model = Affiliation
        fields = ["id", "person", "organisation", "role", "is_main", "from_on", "to_on"]
        read_only_fields = ["id", "person", "to_on"]


class ErasureSerializer(serializers.ModelSerializer[Erasure]):
    class Meta:
        model = Erasure
        fields = ["id", "key", "ground", "reference", "at"]
        read_only_fields = ["key", "at"]


class PersonViewSet(Once, Versioned, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Person]):
    unversioned = {"join": "adds a role", "erase": "whatever she has become, all of her goes"}
    basename = "person"
    queryset = Person.objects.none()
    serializer_class = PersonSerializer
    filterset_class = PersonFilter
    ordering = ("listed_by", "pk")
    made_by = {
        "join": (Affiliation.objects.visible_to, RoleSerializer),
        "erase": (Erasure.objects.visible_to, ErasureSerializer),
    }

    def get_queryset(self) -> Any:
        return (
            Person.objects.visible_to(self.request.user)
            .annotate(listed_by=SwedishOrder("name"))
            .order_by(*self.ordering)
        )

    def create(self, request: Request) -> Response:
        """A person; until she joins an organisation or takes part in a meeting, whoever added her alone reads her."""
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        person = Person.add(**now(request), **typed.validated_data)
        return Response(self.get_serializer(person).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        version = expected_version(request)
        person = self.get_object()
        typed = self.get_serializer(person, data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        changed = person.change(typed.validated_data, version=version, **now(request))
        return Response(self.get_serializer(changed).data)

    @extend_schema(request=RoleSerializer, responses={201: RoleSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def join(self, request: Request, pk: str | None = None) -> Response:
        """Give the person a role at an organisation."""
        person = self.get_object()
        typed = read_as(RoleSerializer, self)
        values = dict(typed.validated_data)
        organisation = values.pop("organisation")
        made = person.join(organisation, **values, **now(request))
        return Response(RoleSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ErasureSerializer, responses=ErasureSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def erase(self, request: Request, pk: str | None = None) -> Response:
        """Erase the person for good, on a ground; an administrator's."""
        person = self.get_object()
        typed = read_as(ErasureSerializer, self)
        erasure = erase_person.erase(person, **typed.validated_data, **now(request))
        return Response(ErasureSerializer(erasure).data)
