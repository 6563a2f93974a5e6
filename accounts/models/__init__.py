from accounts.models.forgotten import ForgottenPassword
from accounts.models.team import Team
from accounts.models.token import ApiToken
from accounts.models.user import User
from accounts.roles import Role

__all__ = ["ApiToken", "ForgottenPassword", "Role", "Team", "User"]
