"""Names of people and companies, e-mail addresses and phone numbers, all invented."""

# ruff: noqa: SIM905 - a list of hundreds of words is read as words

import re
from random import Random

from ui.text import fold

FIRST = """Agnes Ali Alma Amina Anders Anna Anton Aron Astrid Axel Birgitta Björn Britta Carina Carl Dalia Daniel Ebba
Edvin Elias Elin Elsa Emil Emma Erik Eskil Eva Fatima Filip Frida Gabriel Gunilla Gustav Hampus Hanna Hassan Helena
Henrik Håkan Ida Inga Ingrid Isak Jakob Jamal Jenny Johan Josefin Karin Karl Katarina Kerstin Klara Kristina Lars
Leila Lena Linnea Lisa Ludvig Magnus Maja Malin Marcus Maria Marie Martin Mats Mikael Mohammed Moa Nadia Nils Nina
Olle Omar Oskar Per Peter Pia Rasmus Rebecka Robin Rolf Samir Sanna Sara Sofia Staffan Stina Sven Tage Tove Ulf Vera
Viktor Wilma Yasmin Yusuf Zara Åke Åsa Örjan""".split()
LAST = """Ahlberg Ahlin Ahmed Alm Andersson Arvidsson Axelsson Backlund Berg Bergdahl Berglund Bergman Bergström
Björk Blom Blomqvist Boström Brandt Brolin Bäckman Cederholm Dahl Dahlberg Dahlgren Danielsson Edlund Ek Ekberg
Eklund Ekman Ekvall Eliasson Engström Eriksson Fager Falk Fors Forsberg Fransson Fredriksson Gadd Grahn Granath
Grönlund Gustafsson Hagberg Hallberg Hansson Haddad Hedlund Hedman Hellström Henriksson Hermansson Holm Holmberg
Holmgren Hussein Håkansson Ibrahim Isaksson Jansson Johansson Jönsson Karlsson Khalil Kjellberg Kvist Larsson Lind
Lindahl Lindberg Lindgren Lindholm Lindqvist Ljung Ljunggren Lund Lundberg Lundgren Lundin Löfgren Magnusson
Malmberg Martinsson Mattsson Melin Moberg Mårtensson Nasser Nguyen Nilsson Nord Nordin Norling Nyberg Nygren Nyman
Nyström Olofsson Olsson Palm Persson Pettersson Rahimi Rosén Rostami Rydell Rydberg Sahlin Samuelsson Sandgren
Sjöberg Sjögren Skoog Ström Strömberg Sundberg Sundin Svensson Söderberg Törnqvist Viklund Wahlström Wallin Wester
Wiberg Wikström Ågren Åkerlund Åström Öberg Öhman Östlund""".split()
STEMS = """Alm Asp Ask Berg Björk Blank Blå Bok Brygg Bäck Bär Dal Dimm Drift Dyn Eld Ek En Fjord Fjäll Flo Fors Fur
Fäll Gran Grund Gryn Gul Hag Hall Hamn Hassel Hav Hed Hjort Holm Häger Höst Is Karp Klar Klev Klint Klipp Klöver
Korn Kron Kull Kust Kvarn Kvist Lax Lin Lind Ljung Ljus Lok Lund Lyng Lärk Lö Malm Mark Mel Mo Moss Mån Natt Nord
Norr Näs Odde Os Pil Pors Ren Ro Rud Rå Rös Salt Sand Segel Silver Sjö Skir Skog Skär Sköld Slån Snö Sol Sten Stjärn
Ström Sund Svan Säv Sä Tall Tång Torn Tran Tuv Udd Ull Ur Vass Vall Vide Vinter Viol Vit Våg Vår Väst Ynge Åker Ålgård
Ås Älv Äng Ö Örn Öst""".split()
TAILS = """vik bäck fors dal näs sund strand skär udd mark stig våg lina vind källa rind spång bro hed kärr rev grind
bryn sjö gård kulle""".split()


def person_name(random: Random) -> str:
    return f"{random.choice(FIRST)} {random.choice(LAST)}"


def company_stem(number: int) -> str:
    """The first word of company `number`: neighbours sound different, and none comes twice in a row of thousands."""
    tail, stem = divmod(number * 1009 % (len(STEMS) * len(TAILS)), len(STEMS))
    return STEMS[stem] + (
        TAILS[tail].replace("s", "", 1) if STEMS[stem][-1:] == TAILS[tail][:1] == "s" else TAILS[tail]
    )


def host_of(name: str) -> str:
    """The web host of a company: its name without legal form, in ASCII."""
    words = [word for word in re.split(r"[^a-z0-9]+", fold(name)) if word not in {"ab", "hb", "ek", "for", "i", ""}]
    return "-".join(words[:3]) + ".example"


def email_of(person: str, host: str) -> str:
    return ".".join(re.sub(r"[^a-z ]", "", fold(person)).split()) + "@" + host


def phone(random: Random) -> str:
    """From the mobile numbers that are never given out and kept for fiction."""
    return f"070-174 06 {random.randint(5, 99):02}"


def _check_digit(digits: str) -> int:
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits)]
    return -sum(value - 9 if value > 9 else value for value in doubled) % 10


def organisation_number(number: int) -> str:
    """The number of company `number`, from 559800-… downwards in hundred thousands; the check digit is right."""
    series, within = divmod(number * 7919 % 200_000, 100_000)
    digits = f"{5598 - series}{within:05}"
    return f"{digits[:6]}-{digits[6:]}{_check_digit(digits)}"


def test_person_number(number: int) -> str:
    """A number of a person who does not exist: birth numbers 980–989 are kept for tests."""
    digits = f"{60 + number % 38:02}{1 + number // 38 % 12:02}{1 + number // 456 % 28:02}98{number // 12768 % 10}"
    return f"{digits[:6]}-{digits[6:]}{_check_digit(digits)}"
