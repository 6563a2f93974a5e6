"""What the companies of the region do: a field gives the name's last words, the domains, the S3 area and a summary."""

# ruff: noqa: E501 - sentences are read whole

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    word: str
    domains: tuple[str, ...]
    area: str
    sni: str
    summaries: tuple[str, ...]
    tags: tuple[str, ...] = ()


def _health(word: str, *summaries: str, domains: tuple[str, ...] = ("medtech",), tags: tuple[str, ...] = ()) -> Field:
    return Field(word, domains, "life-science", "32501", summaries, tags)


def _food(word: str, *summaries: str, tags: tuple[str, ...] = ()) -> Field:
    return Field(word, ("food",), "food", "10890", summaries, tags)


def _tech(word: str, *summaries: str, domains: tuple[str, ...] = ("deep_tech",), tags: tuple[str, ...] = ()) -> Field:
    return Field(word, domains, "tech", "62010", summaries, tags)


def _city(word: str, *summaries: str, tags: tuple[str, ...] = ()) -> Field:
    return Field(word, ("iot",), "smart-cities", "71122", summaries, tags)


def _material(word: str, *summaries: str, tags: tuple[str, ...] = ()) -> Field:
    return Field(word, ("deep_tech",), "advanced-materials", "72190", summaries, tags)


FIELDS = [
    _health("Diagnostik", "Snabbtest för infektioner på vårdcentral, svar inom tjugo minuter.",
            "Blodprov från fingret som skickas hemifrån.", domains=("life_science", "medtech"), tags=("diagnostik", "IVDR")),
    _health("Medicinteknik", "Infusionspump som sjuksköterskan ställer in med en hand.",
            "Engångsinstrument för titthålskirurgi med lägre klimatavtryck.", tags=("MDR",)),
    _health("Hemvård", "Planering av hembesök där kontinuiteten räknas först.",
            "Trygghetslarm utan knapp för äldre som bor hemma.", domains=("healthtech",), tags=("äldre",)),
    _health("Rehab", "Träningsprogram efter stroke med rörelsemätning i mobilen.",
            "Handrehabilitering med sensorhandske.", domains=("healthtech", "mobile"), tags=("rehabilitering",)),
    _health("Implantat", "Ytbehandling som får höftproteser att läka fast fortare.",
            "Resorberbara skruvar för barnortopedi.", domains=("medtech", "life_science"), tags=("MDR", "klass III")),
    _health("Sömnmedicin", "Sömnmätning hemma i stället för på laboratorium.",
            "Bettskena som mäter andningsuppehåll.", domains=("healthtech",), tags=("sömn",)),
    _health("Vårdlogistik", "Spårning av prover mellan vårdcentral och laboratorium.",
            "Sängläget på sjukhuset i realtid, utan ny utrustning.", domains=("healthtech", "iot")),
    _health("Ortopedi", "Digital gånganalys för underbensproteser.",
            "Tryckmätande inlägg som förebygger fotsår vid diabetes.", tags=("diabetes",)),
    _health("Dental", "Kariesbedömning med ljus i stället för röntgen.",
            "Porslin i 3D-skrivare för tandtekniker."),
    _health("Hjälpmedel", "Rullstol som klarar trottoarkanten själv.",
            "Talsyntes med användarens egen röst.", domains=("medtech", "ai")),
    _health("Bioanalys", "Markörer för tidig njursvikt i urin.",
            "Kvalitetskontroll av cellterapi under odling.", domains=("life_science",), tags=("forskning",)),
    _health("Omvårdnad", "Fuktmätning i förband, så att såret får vara i fred.",
            "Vändschema som följer patienten och inte klockan.", domains=("healthtech",), tags=("sår",)),
    _health("Audiologi", "Hörseltest i mobilen för skolhälsovården.",
            "Ljudmiljö som lugnar vid demens.", domains=("healthtech", "mobile")),
    _health("E-hälsa", "Triage i text för barn med feber.",
            "Samordnad individuell plan på ett ställe, för kommun och region.", domains=("healthtech", "ai"), tags=("journal",)),
    _health("Biomaterial", "Hydrogel av sjögräs för svårläkta sår.",
            "Stamceller odlade på spindelsilke.", domains=("life_science",), tags=("patent",)),
    _food("Livs", "Havre som blir fil utan tillsatser.", "Bröd med dubbelt så mycket fibrer och samma smak."),
    _food("Proteiner", "Bondbönan blir färs i egen kvarn.", "Protein ur rapskaka, färdigt för storkök.", tags=("växtbaserat",)),
    _food("Ferment", "Surkål och kimchi på skånsk vitkål, hållbar i rumsvärme.", "Ättika på överskottsäpplen."),
    _food("Nutrition", "Energitäta måltider för äldre med liten aptit.", "Näringsdryck utan laktos för cancersjuka.", tags=("äldre",)),
    _food("Växthus", "Sallad i slutna kärl med spillvärme från datahall.", "Tomater på återvunnet vatten året om."),
    _food("Mejeri", "Ost på ärtmjölk som smälter på pizza.", "Lokala mjölkpooler med spårning till gården."),
    _tech("Dataanalys", "Prognos för inläggningar sju dagar framåt.", "Anonyma testdata som liknar de riktiga.", domains=("ai", "big_data")),
    _tech("Digital", "Upphandling i små steg för kommuner.", "Tillgänglighetsgranskning av e-tjänster, löpande.", domains=("mobile",)),
    _tech("Robotik", "Plockrobot för ömtåliga grönsaker.", "Städrobot som klarar vårdens hygienkrav.", domains=("deep_tech", "ai")),
    _tech("Optik", "Lins som skärper mobilens kamera för hudbilder.", "Mätning av vattenkvalitet med färgat ljus."),
    _tech("Drönare", "Blodprover över sundet på elva minuter.", "Inventering av skogsskador från luften.", domains=("deep_tech", "iot")),
    _tech("Språkteknik", "Läkarens diktat blir strukturerad journaltext.", "Lättläst svenska av myndighetsbrev.", domains=("ai",), tags=("AI",)),
    _tech("Säkerhet", "Intrångslarm för medicinteknisk utrustning.", "Bakgrundskontroll av leverantörskedjor.", domains=("deep_tech", "blockchain")),
    _tech("Spatial", "Övningar i VR för akutteam.", "Ritningar att gå runt i före bygget.", domains=("vr",), tags=("VR",)),
    _tech("Sensorer", "Radar som räknar andetag genom täcket.", "Fuktgivare som gjuts in i betongen.", domains=("iot", "deep_tech"), tags=("IoT",)),
    _city("Energi", "Små vattenkraftverk för gamla kvarndammar.", "Batteri som delas av ett kvarter.", tags=("energi",)),
    _city("Mobilitet", "Lastcykel med kyla för matkassar.", "Bokning av sjukresor som går att samordna."),
    _city("Återbruk", "Byggvaror från rivning, inventerade i förväg.", "Kläder som lagas i stället för att säljas vidare.", tags=("cirkulärt",)),
    _city("Solvärme", "Solfångare för fjärrvärmens returledning.", "Skuggande paneler för växthus."),
    _city("Kretslopp", "Matavfall blir gödsel i fastigheten.", "Regnvatten till spolning i flerbostadshus.", tags=("cirkulärt",)),
    _material("Material", "Bärande paneler av halm och lera.", "Genomskinligt trä för fasader.", tags=("bygg",)),
    _material("Precision", "Mikrobearbetning av titan för små serier.", "Kalibrering på plats för laboratorier."),
    _material("Polymer", "Nedbrytbar film av potatisstärkelse.", "Återvunnen plast godkänd för livsmedel."),
    _material("Ytor", "Beläggning som bakterier inte fäster på.", "Antireflex utan fluor.", tags=("PFAS-fritt",)),
    _material("Metall", "Järnpulver som energilager.", "Skärverktyg som mäter sitt eget slitage."),
]  # fmt: skip

# Companies the region talks about, at the head of the list: name, municipality, field, summary.
KNOWN = [
    ("Klarvik Diagnostik AB", "1281", 0, "Snabbtest för sepsis i ambulans och primärvård. Sex kliniker har provat, ännu ingen försäljning."),
    ("Stegvis Rehab AB", "1280", 3, "Rehabilitering efter knäoperation i små steg, hemma och på klinik."),
    ("Mossbäck Medicinteknik AB", "1267", 1, "Sond som hittar rätt utan röntgen."),
    ("Havrekärna Livs AB", "1285", 15, "Havremjöl och fil från egen kvarn i Eslöv."),
    ("Ljusbåge Sensorer AB", "1281", 29, "Trådlös temperatur och puls för intensivvårdsavdelningen."),
    ("Nattljus Sömnmedicin AB", "1281", 5, "Ljusbehandling för skiftarbetare, patentsökt."),
    ("Kolibri Hemvård AB", "1283", 2, "Personlig schemaläggning för hemtjänst."),
    ("Andrum Digital AB", "1280", 13, "Andningsträning vid KOL, i mobilen och på recept."),
    ("Kvarnhjul Energi AB", "1286", 30, "Effektstyrning för små vattenkraftverk."),
    ("Talbok Logopedi AB", "1290", 12, "Logopedens övningar som berättelser, för barn med språkstörning."),
    ("Skarpsyn Optik AB", "1282", 24, "Synfältsmätning i glasögon i stället för i apparat."),
    ("Duvhök Drönare AB", "1293", 25, "Prover mellan sjukhus med drönare, nästa tillstånd i vår."),
    ("Sköldpadda Hjälpmedel AB", "1281", 9, "Ryggskydd för ambulanspersonal."),
    ("Rågbröd och Ferment AB", "1284", 17, "Surdeg på svensk råg, torkad för storkök."),
    ("Vågbrytare Implantat AB", "1280", 4, "Hjärtklaff som sätts in genom ljumsken, klass III."),
    ("Grynna Dataanalys AB", "1281", 21, "Hittar patienter som borde följas upp men inte blir det."),
    ("Timjan Nutrition AB", "1291", 18, "Näringsdryck på ärtprotein med hälsopåstående under prövning."),
    ("Porslin Dental AB", "1287", 8, "Skalfasader över dagen, med egen fräs."),
    ("Sårläka Biomaterial AB", "1281", 14, "Förband av sjögräs för svårläkta sår."),
    ("Blixtlås Återbruk AB", "1292", 32, "Arbetskläder som lagas, märks och går ut igen."),
    ("Tångkraft Öresund ek. för.", "1283", 16, "Tång från sundet blir protein och gödsel."),
    ("Lindö Proteiner AB", "1264", 16, "Lupin i stället för soja till gris och fisk."),
    ("Pulsväg AB", "1280", 28, "Säker inloggning med hjärtrytmen."),
    ("Ytterlid Materials AB", "1281", 38, "Bakteriefria ytor för operationssalar."),
    ("Fotavtryck Ortoped AB", "1260", 7, "Inlägg från en mobilfilm av gången."),
    ("Sköldvik Precision AB", "1276", 36, "Titandetaljer i små serier för medicinteknik."),
    ("Bildbro Medtech AB", "1281", 13, "Bilder från distriktssköterska till specialist, svar samma dag."),
]  # fmt: skip

# Places outside the list above, by municipality code, weighted towards the cities of the region.
MUNICIPALITIES = ["1281", "1281", "1281", "1280", "1280", "1280", "1280", "1283", "1283", "1290", "1290", "1282",
                  "1285", "1286", "1287", "1292", "1293", "1231", "1230", "1262", "1263", "1233", "1266", "1267",
                  "1264", "1265", "1270", "1272", "1276", "1277", "1278", "1291", "1214", "1260", "1261"]  # fmt: skip
