"""The measured server's application: the product's own, with the settings that count queries."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
from config.wsgi import application  # noqa: E402, F401
