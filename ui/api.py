"""How the API answers: problem+json for every error, keyset paging, ETag and If-Match."""

from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as RuleError
from django.db import models
from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView, exception_handler

from ui import asked
from ui.only import note
from ui.versions import NOBODYS, Changed, Known

PROBLEM = "application/problem+json"
# The code of a rule's no that comes of what somebody else did to the record meanwhile.
GONE_ON = "gone_on"


class PreconditionRequired(exceptions.APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = _("Send If-Match with the record’s ETag.")
    default_code = "precondition_required"


class KeysetPagination(CursorPagination):
    """Pages follow the view's `ordering`, which must end in the primary key; no count is made."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return tuple(getattr(view, "ordering", ("pk",)))


class Nowhere(APIView):
    """An address that the API does not have: said as the API says everything."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404


def read_as[S: BaseSerializer[Any]](serializer: type[S], view: Any, partial: bool = False, **told: Any) -> S:
    """What was sent to an action, read by another serializer than the view's; raises ValidationError."""
    typed = serializer(data=view.request.data, partial=partial, context=view.get_serializer_context() | told)
    typed.is_valid(raise_exception=True)
    return typed


def problem(status_code: int, title: str, detail: str = "", **extra: Any) -> Response:
    body = {"type": "about:blank", "title": title, "status": status_code} | ({"detail": detail} if detail else {})
    return Response(body | extra, status=status_code, content_type=PROBLEM)


def problem_response(status_code: int, title: str, detail: str = "", **extra: Any) -> JsonResponse:
    """The same for what is refused before the API's own machinery has begun."""
    return JsonResponse(problem(status_code, title, detail, **extra).data, status=status_code, content_type=PROBLEM)


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """RFC 9457 for whatever a view raised; None (a 500) for what nobody foresaw."""
    if isinstance(error, Changed):
        return _changed(error, context)
    if isinstance(error, RuleError):
        note(error, by=context["request"].user, at=timezone.now(), door="api")
    return _foreseen(error) or _of_framework(error, context)


def _foreseen(error: Exception) -> Response | None:
    if isinstance(error, RuleError):
        errors = _rule_errors(error)
        has_gone_on = {one["code"] for one in errors} == {GONE_ON}
        return problem(409 if has_gone_on else 400, _("The record breaks a rule."), errors=errors)
    if isinstance(error, exceptions.ValidationError):
        return problem(400, _("The request has errors."), errors=_field_errors(error.detail))
    if isinstance(error, PermissionDenied):
        return problem(403, _("Not allowed."), detail=str(error))
    return problem(404, _("Not found.")) if isinstance(error, Http404) else None


def _of_framework(error: Exception, context: dict[str, Any]) -> Response | None:
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    answer = problem(response.status_code, str(error.default_detail), detail=str(error.detail))
    for header in ("WWW-Authenticate", "Retry-After", "Allow"):
        if header in response:
            answer[header] = response[header]
    return answer


def _changed(error: Changed, context: dict[str, Any]) -> Response:
    """412 with the record as it is now, so that the client can show both versions."""
    current = context["view"].get_serializer(error.current).data
    answer = problem(412, _("The record has changed since it was read."), current=current)
    answer["ETag"] = etag(error.current)
    return answer


def _rule_errors(error: RuleError) -> list[dict[str, str]]:
    fields = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    return [
        {"field": "" if field == NON_FIELD_ERRORS else field, "code": one.code or "invalid", "message": message}
        for field, errors in fields.items()
        for one in errors
        for message in one.messages
    ]


def _field_errors(detail: Any, field: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [row for name, value in detail.items() for row in _field_errors(value, _path(field, name))]
    if isinstance(detail, list):
        return [row for value in detail for row in _field_errors(value, field)]
    return [{"field": field, "code": getattr(detail, "code", "invalid"), "message": str(detail)}]


def _path(field: str, name: str) -> str:
    name = "" if name == "non_field_errors" else name
    return f"{field}.{name}" if field and name else field or name


def etag(row: models.Model) -> str:
    return f'"{row.version}"'  # type: ignore[attr-defined]


def expected_version(request: Request) -> int | None:
    """The version named by If-Match; None for “*”. Raises 428 without the header and 400 when it is no ETag of ours."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise PreconditionRequired
    if header == "*":
        return None
    version = asked.key(header.removeprefix("W/").strip('"'))
    if version is None:
        raise exceptions.ParseError(_("If-Match must be the ETag of the record."))
    return version


def known_version(request: Request, row: Any) -> Known:
    """What a POST has looked at that sets a line (`row`) anew where it is there: by If-Match, as any change; where
    there is none, nothing."""
    if row is None:
        return NOBODYS, NOBODYS
    version = expected_version(request)
    return None if version is None else (row.pk, version)


class Versioned:
    """For viewsets: answers of one record carry its ETag, and what changes one asks for it by If-Match.

    `unversioned` names the actions that ask for none, each with its reason (decision 0033).
    """

    unversioned: ClassVar[dict[str, str]] = {}

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if isinstance(answer.data, dict) and "version" in answer.data and answer.status_code < 300:
            answer["ETag"] = f'"{answer.data["version"]}"'
        return answer
