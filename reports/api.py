"""The reports room's door for programs: schedules, their runs and deliveries."""

from typing import Any, ClassVar, cast
from zoneinfo import available_timezones

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.access import require
from accounts.models import User
from projects.models import ProjectKind
from reports import by_hand, calendar, delivering, kinds
from reports.access import can_edit_schedule
from reports.models import Delivery, Recipient, Run, Schedule
from reports.models.schedule import Format
from ui import mailboxes
from ui.api import Versioned, expected_version, read_as
from ui.api_once import Once
from ui.api_related import Visible


def now(request: Request) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def active_of(schedule: Schedule) -> list[Recipient]:
    return list(schedule.recipients.active().select_related("user"))


class FiltersSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(ProjectKind.choices, required=False)


class ScheduleSerializer(serializers.ModelSerializer[Schedule]):
    kind = serializers.ChoiceField(choices=kinds.choices())
    filters = FiltersSerializer(required=False)
    formats = serializers.ListField(child=serializers.ChoiceField(Format.choices), required=False)
    users = serializers.PrimaryKeyRelatedField(many=True, queryset=User.objects.active(), required=False)
    addresses = serializers.ListField(
        child=serializers.CharField(max_length=254, validators=[mailboxes.validate]), required=False
    )
    next_due = serializers.SerializerMethodField()

    class Meta:
        model = Schedule
        fields = [
            "id", "name", "kind", "filters", "owner", "rhythm", "weekday", "day", "at_time", "time_zone", "language",
            "formats", "skips_unchanged", "users", "addresses", "next_due", "paused_at", "version",
        ]  # fmt: skip
        read_only_fields = ["owner", "paused_at", "version"]

    def validate_time_zone(self, zone: str) -> str:
        if zone not in available_timezones():
            raise serializers.ValidationError(
                _("“%(zone)s” is not a time zone; write one like Europe/Stockholm.") % {"zone": zone}
            )
        return zone

    def get_next_due(self, schedule: Schedule) -> list[str]:
        """The next three moments, in the schedule's own zone; none while it is paused."""
        return [moment.isoformat() for moment in calendar.planned(schedule)]

    def to_representation(self, schedule: Schedule) -> dict[str, Any]:
        """Recipients are rows of their own; here users’ keys and outside addresses, as far as one may see them."""
        active = schedule.shown if hasattr(schedule, "shown") else []
        schedule.users = [one.user for one in active if one.user]  # type: ignore[attr-defined]
        schedule.addresses = [one.email for one in active if one.email]  # type: ignore[attr-defined]
        return super().to_representation(schedule)


class RunSerializer(serializers.ModelSerializer[Run]):
    class Meta:
        model = Run
        fields = [
            "id", "schedule", "period", "promised_on", "due_at", "as_of", "compare_to", "state", "skipped_reason",
            "data_sha256", "frozen_at", "finished_at", "requested_by", "attempts", "trouble", "error",
        ]  # fmt: skip
        read_only_fields = fields


class ScheduleViewSet(Once, Versioned, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Schedule]):
    unversioned = {"run_now": "adds a run"}
    basename = "schedule"
    queryset = Schedule.objects.none()
    serializer_class = ScheduleSerializer
    filterset_fields = ["kind", "rhythm", "owner"]
    made_by = {"run_now": (Run.objects.visible_to, RunSerializer)}
    ordering = ("pk",)

    def get_queryset(self) -> Any:
        shown = Recipient.objects.active().visible_to(self.request.user).select_related("user")
        rows = Schedule.objects.visible_to(self.request.user).order_by(*self.ordering)
        return rows.prefetch_related(Prefetch("recipients", shown, to_attr="shown"))

    def answer(self, pk: int, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=pk)).data, status=code)

    def create(self, request: Request) -> Response:
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        schedule = self._keep(Schedule(owner=cast(User, request.user)), dict(typed.validated_data), None)
        return self.answer(schedule.pk, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        version = expected_version(request)
        schedule = self.get_object()
        typed = self.get_serializer(schedule, data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        return self.answer(self._keep(schedule, dict(typed.validated_data), version).pk)

    def _keep(self, schedule: Schedule, values: dict[str, Any], version: int | None) -> Schedule:
        active = active_of(schedule) if schedule.pk else []
        users = values.pop("users", [one.user for one in active if one.user])
        addresses = values.pop("addresses", [one.email for one in active if one.email])
        for name, value in values.items():
            setattr(schedule, name, value)
        return schedule.keep(**now(self.request), recipients=(users, addresses), version=version)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str | None = None) -> Response:
        schedule = self.get_object()
        schedule.pause(**now(request), version=expected_version(request))
        return self.answer(schedule.pk)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str | None = None) -> Response:
        schedule = self.get_object()
        schedule.resume(**now(request), version=expected_version(request))
        return self.answer(schedule.pk)

    @extend_schema(request=None, responses={201: RunSerializer})
    @action(detail=True, methods=["post"], url_path="run")
    def run_now(self, request: Request, pk: str | None = None) -> Response:
        run = by_hand.run_now(self.get_object(), **now(request))
        return Response(RunSerializer(run, context=self.get_serializer_context()).data, status=status.HTTP_201_CREATED)


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    recipient = serializers.CharField(source="recipient.address", read_only=True)

    class Meta:
        model = Delivery
        fields = [
            "id", "run", "recipient", "state", "message_id", "planned_at", "next_try_at", "attempts", "sent_at",
            "finished_at", "left_out", "bytes_sent", "reason", "reply", "resolved_by", "resolution",
        ]  # fmt: skip
        read_only_fields = fields


class HeldSerializer(serializers.Serializer[Any]):
    runs = Visible(Run, queryset=Run.objects.none(), many=True, allow_empty=False)
    decision = serializers.ChoiceField([("send", _("Send after all")), ("let_be", _("Let be"))])


class MailsSerializer(serializers.Serializer[Any]):
    deliveries = Visible(Delivery, queryset=Delivery.objects.none(), many=True, allow_empty=False)
    decision = serializers.ChoiceField([("send_again", _("Send again")), ("let_be", _("Let be"))])


ONCE = "its state lets it happen once; who comes after is told so by 409"


class RunViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Run]):
    unversioned: ClassVar[dict[str, str]] = dict.fromkeys(("try_again", "send_skipped", "let_be", "resolve"), ONCE)
    basename = "run"
    queryset = Run.objects.none()
    serializer_class = RunSerializer
    filterset_fields = ["schedule", "state", "period"]
    ordering = ("-due_at", "-pk")

    def get_queryset(self) -> Any:
        return Run.objects.visible_to(self.request.user).order_by(*self.ordering).defer("data")

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="try-again")
    def try_again(self, request: Request, pk: str | None = None) -> Response:
        """A failed run starts anew from what it has frozen, and is mailed to its recipients. Nobody is asked first: the
        page's button asks, a program is to."""
        return self._asked(by_hand.try_again)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="send-skipped")
    def send_skipped(self, request: Request, pk: str | None = None) -> Response:
        """A run that was skipped or is held is sent after all to its recipients, as the page does once it has asked."""
        return self._asked(by_hand.send_skipped)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="let-be")
    def let_be(self, request: Request, pk: str | None = None) -> Response:
        return self._asked(by_hand.let_be)

    @extend_schema(request=HeldSerializer, responses=RunSerializer(many=True))
    @action(detail=False, methods=["post"], filterset_fields=[], pagination_class=None)
    def held(self, request: Request) -> Response:
        """One decision on several runs that a restore has held: send them after all, or let them be."""
        typed = read_as(HeldSerializer, self).validated_data
        keys = [run.pk for run in typed["runs"]]
        runs = self.get_queryset().filter(pk__in=keys).select_related("schedule")
        by_hand.decide_on_held(runs, is_sent=typed["decision"] == "send", **now(request))
        return Response(self._known(None))

    @extend_schema(request=MailsSerializer, responses=DeliverySerializer(many=True))
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, pk: str | None = None) -> Response:
        """One decision on several of the run's mails of which nobody knows, or that have not come through."""
        run = self.get_object()
        require(can_edit_schedule(request.user, run.schedule))
        typed = read_as(MailsSerializer, self).validated_data
        verb = delivering.send_all_again if typed["decision"] == "send_again" else delivering.let_all_be
        verb(run, [delivery.pk for delivery in typed["deliveries"]], **now(request))
        return Response(self._known(None))

    def _known(self, pk: int | None) -> Any:
        """Of a decision on several, they as they are now; of another thing with its key, nothing."""
        if self.action in {"held", "resolve"} and pk is not None:
            return None
        if self.action == "held":
            runs = [run.pk for run in read_as(HeldSerializer, self).validated_data["runs"]]
            return self.get_serializer(self.get_queryset().filter(pk__in=runs), many=True).data
        if self.action == "resolve":
            mails = [mail.pk for mail in read_as(MailsSerializer, self).validated_data["deliveries"]]
            return DeliverySerializer(deliveries_of(self.request).filter(pk__in=mails), many=True).data
        return super()._known(pk)

    def _asked(self, verb: Any) -> Response:
        run = self.get_object()
        verb(run, **now(self.request))
        run.refresh_from_db()
        return Response(self.get_serializer(run).data)


def deliveries_of(request: Request) -> Any:
    return Delivery.objects.visible_to(request.user).order_by("-pk").select_related("recipient__user")


class DeliveryViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Delivery]):
    unversioned: ClassVar[dict[str, str]] = dict.fromkeys(("send_again", "let_be"), ONCE)
    basename = "delivery"
    queryset = Delivery.objects.none()
    serializer_class = DeliverySerializer
    filterset_fields = ["run", "state"]
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        return deliveries_of(self.request)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="send-again")
    def send_again(self, request: Request, pk: str | None = None) -> Response:
        """The mail goes out again, with the same Message-ID, as the page does once it has asked."""
        return self._resolved(delivering.send_again)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="let-be")
    def let_be(self, request: Request, pk: str | None = None) -> Response:
        return self._resolved(delivering.let_be)

    def _resolved(self, verb: Any) -> Response:
        delivery = self.get_object()
        verb(delivery, **now(self.request))
        delivery.refresh_from_db()
        return Response(self.get_serializer(delivery).data)


# prefix → viewset; each viewset names its `basename`.
viewsets: dict[str, Any] = {"schedules": ScheduleViewSet, "runs": RunViewSet, "deliveries": DeliveryViewSet}
