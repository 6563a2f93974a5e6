"""What advisors write after a meeting: short notes in Swedish, put together from what is usual in each service area."""

# ruff: noqa: E501 - sentences are read whole

from random import Random

OPENINGS = {
    "regulatory": [
        "Gick igenom klassningen. Produkten landar i klass {klass} och då krävs anmält organ, tidigast lediga tider i {manad}.",
        "Avsedd användning är för brett skriven. Vi strök två påståenden som annars hade dragit upp klassen.",
        "Teknisk dokumentation till hälften klar. Riskanalysen saknar allt om rengöring mellan patienter.",
        "Klinisk utvärdering: litteraturen räcker inte, de behöver egna data från ungefär {antal} patienter.",
    ],
    "finance": [
        "Kassan räcker till {manad}. Bryggrunda öppen, {antal} procent tecknat av befintliga ägare.",
        "Läste utkastet till ansökan. Bra behovsbeskrivning, men budgeten visar inte vem som gör vad.",
        "Gick igenom tre finansieringsvägar. Lån faller bort, de har ingen säkerhet att ställa.",
        "Investerarmötet gick bra, men två frågor blev hängande: vem äger koden och vad kostar en kund?",
    ],
    "business_model": [
        "Ritade om betalningsflödet. Den som har nyttan är kommunen, den som betalar i dag är regionen.",
        "Prismodellen per patient fungerar inte för små vårdcentraler. Provar fast avgift plus rörlig del.",
        "{antal} intervjuer gjorda sedan sist. Mönstret är tydligt: ingen köper utan koppling till journalen.",
        "De vill sälja till alla. Vi valde ut två kundgrupper att pröva till {manad}.",
    ],
    "ipr": [
        "Nyhetsgranskningen visar två nära träffar från Tyskland. Patentombudet bör titta innan de visar prototypen öppet.",
        "Rättigheterna till uppfinningen ligger delvis hos universitetet. Avtal behövs före nästa kapitalrunda.",
        "Varumärket krockar i klass 10. Bestämde att byta namn nu hellre än om ett år.",
    ],
    "procurement": [
        "Förklarade skillnaden mellan direktupphandling och innovationspartnerskap. Beloppet ligger över gränsen.",
        "Extern remiss ute till {manad}. De ska svara kort och hänvisa till publicerade resultat.",
        "Ramavtalet löper ut om ett år. Rätt tid att visa effekten är före behovsanalysen, inte efter.",
    ],
    "health_economics": [
        "Räknade på vårddygn. Med {antal} patienter om året går kliniken jämnt upp redan första året.",
        "Kostnaden per undviken återinläggning håller, men siffran bygger på en enda klinik.",
        "Hälsoekonomen vill se jämförelse mot dagens arbetssätt, inte mot ingenting.",
    ],
    "marketing": [
        "Mässan gav {antal} samtal och tre bokade visningar. Materialet var för tekniskt, ska göras om.",
        "Tyskland före Norge. Ett sjukhus i Kiel vill pröva om vi hjälper till med kontakten.",
        "Webbplatsen säger vad tekniken är, inte vad den gör för patienten. Skrev om första sidan tillsammans.",
    ],
    "legal": [
        "Aktieägaravtalet saknar regler om någon slutar. Jurist bokad, vi delar på kostnaden för första timmen.",
        "Personuppgiftsbiträdesavtalet med kliniken stannade på loggarna. Förslag på text skickat.",
        "Anställningsavtalen nämner inte uppfinningar. Rättas före nyår.",
    ],
    "design": [
        "Provade gränssnittet med fyra sjuksköterskor. Alla letade på samma ställe efter spara.",
        "Handgreppet är för stort för mindre händer. Ny modell skrivs ut till {manad}.",
    ],
    "research": [
        "Forskargruppen vill vara med men behöver etiktillstånd. Ansökan kan gå in i {manad}.",
        "Gemensam ansökan med institutet. Vår roll är behovsägare och referensgrupp.",
    ],
    "growth": [
        "Gick från {antal} till fler kunder på ett halvår. Leveransen hinner inte med, rekrytering är nästa sak.",
        "Ny styrelseordförande på plats. Mandat och arbetsordning gås igenom nästa gång.",
        "Affären i Danmark är i hamn. De behöver lokal support innan de lovar fler.",
    ],
    "ai": [
        "Träningsdata kommer från ett enda sjukhus. Diskuterade vad det betyder för generaliseringen.",
        "AI-förordningen: hög risk, eftersom produkten är medicinteknisk. Gjorde en lista på vad som saknas.",
    ],
    "iot": ["Batteriet räcker {antal} dygn, kravet var fjorton. Radiodelen ska bytas.",
            "Mätarna tappar kontakten i kulverten. Prövar en annan frekvens på plats."],
    "vr": ["Övningen tog tjugo minuter, personalen hade tio. Kortas till två scenarier."],
    "big_data": ["Uttaget ur journalsystemet är godkänt men avidentifieringen dröjer till {manad}."],
    "blockchain": ["Kedjan löser spårbarheten, men det gör en vanlig databas också. Skjuter på tekniken."],
    "other": ["Första samtalet. Kom via {vag}. Vet ännu inte om det är en produkt eller en tjänst.",
              "Avstämning inför nyår: vad vi har gjort, vad som återstår och vem som tar vad."],
}  # fmt: skip
MIDDLES = [
    "{person} tyckte att det stora hindret är tid hos kliniken, inte tekniken.",
    "Teamet är fortfarande {antal_team} personer och {person} gör nästan allt själv.",
    "{person} hade läst på och ställde rätt frågor.",
    "De har fått en kund till sedan sist och det märks på lugnet.",
    "Stämningen lite låg efter avslaget, men planen håller.",
    "Vi ritade på tavlan, bild skickad efteråt.",
    "Styrelsen vill se siffror per månad, inte per kvartal.",
    "Prototypen fungerade under hela mötet, för första gången.",
    "Bolaget har inte råd med konsult och ska göra så mycket som möjligt själva.",
    "", "", "",
]  # fmt: skip
CLOSINGS = [
    "Nästa avstämning om tre veckor.", "De hör av sig när svaret har kommit.", "Vi ses igen efter styrelsemötet.",
    "Jag kollar med kollega och återkommer.", "Inget mer från oss just nu.", "", "", "",
]  # fmt: skip
STEPS = {
    "regulatory": ["Skicka lista över IVDR-konsulter", "Boka samtal med regulatorisk rådgivare", "Läs klassningsunderlaget"],
    "finance": ["Läs ansökningsutkastet", "Skicka mall för likviditetsbudget", "Presentera för Sundfonden", "Fråga om bryggfinansiering"],
    "business_model": ["Gå igenom intervjuanteckningarna", "Skicka exempel på prismodell", "Boka prisworkshop"],
    "ipr": ["Boka möte med patentombud", "Beställ nyhetsgranskning", "Kontrollera varumärket"],
    "procurement": ["Skicka guide om direktupphandling", "Fråga inköp om ramavtalet", "Bevaka annonsen"],
    "health_economics": ["Be hälsoekonom läsa kalkylen", "Hämta kostnad per vårddygn"],
    "marketing": ["Presentera för klustret", "Läs igenom nya webbtexten", "Skicka kontakt på sjukhuset i Kiel"],
    "legal": ["Boka jurist för aktieägaravtal", "Skicka avtalsmall", "Signera intyg om försumbart stöd"],
    "design": ["Boka användartest på kliniken", "Ordna tre testpersoner"],
    "research": ["Fråga forskargruppen om etiktillstånd", "Bekräfta vecka för avdelningstestet"],
    "growth": ["Presentera för inkubatorn", "Tipsa om styrelsekandidat", "Fråga Infektionskliniken om referens"],
    "other": ["Ring tillbaka om behovet", "Skicka anteckningar", "Föreslå huvudrådgivare", "Svara på hjälpförfrågan"],
}  # fmt: skip
SUBJECTS = {
    "regulatory": ["Klassning", "Plan för CE-märkning", "Klinisk utvärdering"],
    "finance": ["Finansieringsplan", "Ansökan om verifieringsmedel", "Investerarpresentation"],
    "business_model": ["Affärsmodell", "Prissättning", "Kundintervjuer"],
    "ipr": ["Patentstrategi", "Avtal om rättigheter", "Varumärke"],
    "procurement": ["Inför upphandlingen", "Väg in i ramavtalet"],
    "health_economics": ["Kalkyl för kliniken", "Nyttan i pengar"],
    "marketing": ["Export, Tyskland", "Budskap och webbplats"],
    "legal": ["Aktieägaravtal", "Avtal med kliniken"],
    "design": ["Användartest", "Ny prototyp"],
    "research": ["Samarbete med universitetet", "Testbäddsplan"],
    "growth": ["Tillväxtplan", "Styrelse och mandat", "Rekrytering"],
    "ai": ["AI-förordningen", "Träningsdata"],
    "iot": ["Mätning på plats"], "vr": ["VR-övning"], "big_data": ["Datauttag"], "blockchain": ["Spårbarhet"],
    "other": ["Behovssamtal", "Avstämning", "Mognadsgenomgång"],
}  # fmt: skip
MONTHS = ["januari", "mars", "april", "maj", "juni", "september", "oktober", "november"]
WAYS = ["inkubatorn", "en tidigare klient", "innovationsveckan", "universitetet", "webbplatsen", "en mässa i Malmö"]
SERVICE_WEIGHTS = {"regulatory": 16, "finance": 20, "business_model": 18, "ipr": 10, "procurement": 9, "legal": 7,
                   "health_economics": 6, "marketing": 9, "design": 6, "research": 6, "growth": 9, "ai": 5, "iot": 2,
                   "vr": 1, "big_data": 1, "blockchain": 1, "other": 5}  # fmt: skip


def services(random: Random, is_first: bool) -> list[str]:
    if is_first:
        return ["other"]
    chosen = random.choices(list(SERVICE_WEIGHTS), list(SERVICE_WEIGHTS.values()), k=random.choice([1, 1, 1, 2]))
    return list(dict.fromkeys(chosen))


def note(random: Random, areas: list[str], person: str, step: str) -> str:
    """Two or three sentences, at times with what was agreed as a list."""
    words = {
        "klass": random.choice(["IIa", "IIa", "IIb", "C", "B"]),
        "manad": random.choice(MONTHS),
        "antal": random.choice([8, 12, 15, 20, 30, 40, 60]),
        "antal_team": random.choice(["två", "tre", "fyra"]),
        "person": person.split()[0] if person else "Grundaren",
        "vag": random.choice(WAYS),
    }
    parts = [random.choice(OPENINGS[area]) for area in areas]
    parts += [random.choice(MIDDLES), "" if step else random.choice(CLOSINGS)]
    text = " ".join(part.format(**words) for part in parts if part)
    if step and random.random() < 0.3:
        return f"{text}\n\nBestämt:\n\n- {step}\n- {random.choice(CLOSINGS[:4])}"
    return text


def step(random: Random, areas: list[str]) -> str:
    return random.choice(STEPS.get(areas[0], STEPS["other"]))


def subject(random: Random, areas: list[str]) -> str:
    return random.choice(SUBJECTS[areas[0]])
