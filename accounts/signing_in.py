"""allauth's addresses that Fyr uses: signing in and out, and passwords; e-mails are an administrator's to change."""

from allauth.account import views
from django.http import HttpResponse
from django.urls import path, re_path

from accounts.forms import ChoosePasswordForm, Used


class ChoosePassword(views.PasswordResetFromKeyView):
    """Who comes second at the same address is told so by the page that an address used before shows."""

    def form_valid(self, form: ChoosePasswordForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Used:
            return self.render_to_response(self.get_context_data(token_fail=True))


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ChoosePassword.as_view(),
        name="account_reset_password_from_key",
    ),
]
