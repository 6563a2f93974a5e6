"""A person who is to be found, and then not to be found, in any column, file or mail: what tells of her, and where."""

import html
import io
import json
import re
import zipfile
from urllib.parse import unquote_plus

import pypdf
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import User
from contacts.models import Person
from embedded.mailbox import parsed
from projects.models import Project
from reports import by_hand, running
from reports.models import Schedule

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


def read(text):
    """The text, and what it says to whoever decodes it as an address, once for each address that it stands in."""
    for _deeper in range(5):
        yield text
        text = unquote_plus(text)


def tells_of_her(value):
    return any(canary.search(said) for text in texts(value) for said in read(text) for canary in CANARIES)


def left(folder):
    """Every place that still tells of her: asked of every column of every table there is, of the cache and the queues,
    then of the folder; PostgreSQL's own files are those of the tables."""
    found = [f"cache {key!r}" for key, value in held_in_valkey() if tells_of_her(value)]
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
    paths = [path for path in sorted(folder.rglob("*")) if path.relative_to(folder).parts[0] != "pg"]
    found += [path.name for path in paths if path.is_file() and any(map(tells_of_her, mail_texts(path)))]
    return sorted(set(found))


def held_in_valkey():
    """Strings, lists and hashes, under every key."""
    store = redis.from_url(settings.REDIS_URL)
    for key in store.scan_iter():
        yield key, key
        kind = store.type(key)
        read = {b"string": store.get, b"list": lambda one: b" ".join(store.lrange(one, 0, -1))}.get(kind)
        held = read(key) if read else json.dumps(str(store.hgetall(key) if kind == b"hash" else ""))
        yield key, held or b""


def report_of_her():
    """In the product's own process: she is posted about, the report of it frozen and printed; nothing is sent."""
    at = timezone.now()
    lead = User.objects.filter(role="administrator").first()
    her = Person.add(name=NAME, email=EMAIL, phone=PHONE, by=lead, at=at)
    said = {"summary": f"{NAME} har slutat", "comments": {"overall": f"Utan {NAME} ({EMAIL}) står det still."}}
    recovery = {"overall": f"{NAME} ersätts."}
    Project.objects.running().first().post_status(by=lead, at=at, overall="off_track", recovery=recovery, **said)
    run = by_hand.run_now(Schedule.objects.first(), by=lead, at=at)
    running.carry_out(run.pk, at)
    return her


def mail_texts(path):
    yield from texts_of_file(path.read_bytes())
    if path.suffix == ".eml":
        for part in parsed(path.read_bytes()).walk():
            if not part.is_multipart():
                yield from texts_of_file(part.get_payload(decode=True))
