"""A person who is to be found, and then not to be found, in any column, file or mail: what tells of her, and where."""

import html
import io
import json
import re
import zipfile

import pypdf
from django.contrib.sessions.models import Session
from django.db import connection

from embedded.mailbox import parsed

NAME, OTHER, EMAIL, PHONE = "Kanarina Fågelström", "Kanarina Småfågel", "kanarina@fagelstrom.example", "070-123 45 67"
CANARIES = [
    re.compile(one, re.IGNORECASE)
    for one in (
        "k.?anarina.{1,6}f.gelstr.m",
        "f.gelstr.m.{1,6}kanarina",
        "kanarina.sm.f.gel",
        "kanarina@fagel",
        r"\+?(46|0)\D{0,4}70\D{0,2}123\D?45\D?67",
    )
]


def texts(value):
    if isinstance(value, memoryview | bytes):
        yield from texts_of_file(bytes(value))
    elif value is not None:
        yield value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def texts_of_file(content):
    yield from (content.decode(encoding, "ignore") for encoding in ("utf-8", "cp1252", "utf-16-le"))
    if content.startswith(b"%PDF"):
        yield "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            yield from (html.unescape(parts.read(name).decode("utf-8", "ignore")) for name in parts.namelist())


def tells_of_her(value):
    return any(canary.search(text) for text in texts(value) for canary in CANARIES)


def left(folder):
    """Every place that still tells of her: asked of every column of every table there is, then of the folder."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("""SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
            AND (data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY'))""")
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}" FROM "{table}"')
            for (value,) in cursor.fetchall():
                if table == "django_session" and column == "session_data":
                    value = str(Session(session_data=value).get_decoded())
                if tells_of_her(value):
                    found.append(f"{table}.{column}")
    for path in sorted(folder.rglob("*")):
        if path.is_file() and any(one.search(text) for text in mail_texts(path) for one in CANARIES):
            found.append(path.name)
    return sorted(set(found))


def mail_texts(path):
    yield from texts_of_file(path.read_bytes())
    if path.suffix == ".eml":
        for part in parsed(path.read_bytes()).walk():
            if not part.is_multipart():
                yield from texts_of_file(part.get_payload(decode=True))
