"""The README's pictures are there, and small enough to load with it."""

import re

from django.conf import settings


def test_each_picture_of_the_readme_is_there_and_below_200_kb():
    pictures = re.findall(r"\((docs/pictures/[^)]+)\)", (settings.BASE_DIR / "README.md").read_text())
    assert len(pictures) == 4
    large = [path for path in pictures if (settings.BASE_DIR / path).stat().st_size > 200_000]
    assert large == []
