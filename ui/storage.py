"""Static files for production: hashed, compressed, and the sheet's imports written out into one file."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "ui/css/fyr.css"
IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);\n')


class StaticStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if SHEET in paths and not dry_run:
            self._write_imports_out()
        yield from super().post_process(paths, dry_run, **options)

    def _write_imports_out(self) -> None:
        sheet = IMPORT.sub(lambda found: self._read("ui/css/" + found[1]), self._read(SHEET))
        self.delete(SHEET)
        self._save(SHEET, ContentFile(sheet.encode()))

    def _read(self, name: str) -> str:
        with self.open(name) as file:
            text: str = file.read().decode()
        return text
