"""Say in a header how many queries a request made, when the request asks; timed requests do not ask."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

ASK, ANSWER = "X-Count-Queries", "X-Queries"
Respond = Callable[[HttpRequest], HttpResponseBase]


def count_queries(get_response: Respond) -> Respond:
    def respond(request: HttpRequest) -> HttpResponseBase:
        if ASK not in request.headers:
            return get_response(request)
        seen: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            seen.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            response = get_response(request)
        # Savepoints and transaction marks are part of the work, yet not queries of ours.
        response[ANSWER] = str(sum(not sql.startswith(MARKS) for sql in seen))
        return response

    return respond


MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
