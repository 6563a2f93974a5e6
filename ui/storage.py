"""Static files for production: hashed, compressed, and the sheet's imports written out into one file."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "ui/css/fyr.css"
IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);\n')


class StaticStorage(CompressedManifestStaticFilesStorage):
    # Modules import each other by their hashed names, so that no browser mixes two versions.
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if SHEET in paths and not dry_run:
            source, name = paths[SHEET]
            with source.open(name) as file:
                self._write_out(file.read().decode())
            # Hashing reads the sheet from here, not from its source.
            paths = paths | {SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run, **options)

    def _write_out(self, sheet: str) -> None:
        self.delete(SHEET)
        self._save(SHEET, ContentFile(IMPORT.sub(lambda found: self._read("ui/css/" + found[1]), sheet).encode()))

    def _read(self, name: str) -> str:
        with self.open(name) as file:
            text: str = file.read().decode()
        return text
