"""Pages for reading the local catcher's mail."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from embedded import mailbox

# A mail is written by others: it may look as it likes and do nothing but follow a link out of its frame.
FRAME = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
MAIL_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [CSP.SELF],
    "sandbox": FRAME.split(),
}


@require_safe
def mailbox_list(request: SignedIn) -> HttpResponse:
    mails = mailbox.newest(request.user)
    return render(request, "embedded/mailbox_list.html", {"mails": mails, "is_cut": len(mails) == mailbox.NEWEST})


@require_safe
def mailbox_detail(request: SignedIn, key: str) -> HttpResponse:
    mail = _mail(request, key)
    files = [
        {"name": part.get_filename() or part.get_content_type(), "size": len(part.get_payload(decode=True) or b"")}
        for part in mail.files
    ]
    context = {"mail": mail, "files": files, "headers": mailbox.headers(mail), "sandbox": FRAME}
    return render(request, "embedded/mailbox_detail.html", context)


@require_safe
@never_cache
@xframe_options_sameorigin
@csp_override(MAIL_CSP)
def mailbox_html(request: SignedIn, key: str) -> HttpResponse:
    html = _mail(request, key).html
    if not html:
        raise Http404
    # A link in the mail leaves the frame.
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


@require_safe
@never_cache
def mailbox_file(request: SignedIn, key: str, number: int) -> HttpResponse:
    files = _mail(request, key).files
    if not 1 <= number <= len(files):
        raise Http404
    part = files[number - 1]
    response = HttpResponse(part.get_payload(decode=True), content_type="application/octet-stream")
    if part.get_content_type() in {"application/pdf", "text/plain"}:
        response["Content-Type"] = part.get_content_type()
    name = "".join(letter for letter in part.get_filename() or "" if letter.isalnum() or letter in "-_. ")
    response["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode() or "file"}"'
    return response


def _mail(request: SignedIn, key: str) -> mailbox.Mail:
    mail = mailbox.read(key, request.user)
    if mail is None:
        raise Http404
    return mail
