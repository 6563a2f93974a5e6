"""The little that makemessages needs of settings."""

from pathlib import Path

SECRET_KEY = "unused"
BASE_DIR = Path(__file__).resolve().parent.parent
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
