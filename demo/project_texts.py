"""What the demo's projects are called, and what their status reports, milestones, risks and benefits say."""

# ruff: noqa: E501 - sentences are read whole

# title, need owner's place among the partners, summary
TITLES = [
    ("Sårvård på distans", 0, "Distriktssköterskor fotograferar såret och får specialistens svar samma dag."),
    ("Sepsislarm i ambulans", 18, "Tidiga tecken på sepsis upptäcks redan i ambulansen."),
    ("Taligenkänning i journal", 12, "Diktat blir strukturerad text medan patienten är kvar i rummet."),
    ("Robotstöd i apotek", 16, "Roboten plockar, farmaceuten kontrollerar."),
    ("Hemmonitorering, KOL", 6, "Patienten mäter hemma och slipper akuten."),
    ("Fallprevention, golvsensor", 8, "Golvet märker när någon är på väg att resa sig."),
    ("Tolkstöd i akutrum", 1, "Tolk på skärm inom en minut, dygnet runt."),
    ("Läkemedelslista i hemmet", 19, "En enda lista som hemsjukvården, vårdcentralen och patienten delar."),
    ("Kallelse som går att läsa", 25, "Kallelser på klarspråk, provade med patienter."),
    ("Tyst larm på natt", 8, "Larm i personalens ficka i stället för i korridoren."),
    ("AI-stöd i mammografi", 11, "En av två granskare ersätts av en algoritm, under uppsikt."),
    ("Gemensam vårdplan, cancer", 3, "En plan som följer patienten mellan sjukhus och vårdcentral."),
    ("Digital förlossningsplan", 4, "Önskemål och medicinska uppgifter på ett ställe."),
    ("Egenmonitorering, hjärtsvikt", 5, "Vikt och puls hemifrån, sjuksköterskan ringer när det behövs."),
    ("Transportlogg för prover", 15, "Temperatur och tid för varje prov mellan vårdcentral och laboratorium."),
    ("Bettskena vid sömnapné", 13, "Enklare mätning, färre väntande till sömnlaboratoriet."),
    ("Digital barntriage", 9, "Föräldrar beskriver, sjuksköterskan bedömer, rätt barn kommer in."),
    ("Ögonbottenfoto på vårdcentral", 10, "Diabetespatienter slipper resan till ögonkliniken."),
    ("VR vid omläggning", 0, "Barn med brännskador får titta på annat."),
    ("Strokekedjan i realtid", 7, "Alla i kedjan ser samma klocka."),
    ("Schemastöd för operation", 12, "Operationsprogram som håller för verkligheten."),
    ("Provtagning i hemmet", 15, "Blodprov hemma för kroniskt sjuka."),
    ("Rehab via video", 14, "Sjukgymnast på skärm efter höftoperation."),
    ("Egenincheckning, mottagning", 17, "Patienten checkar in själv, receptionen hinner hjälpa."),
    ("Digital väntrumskö", 20, "Vänta var du vill, kom när det är din tur."),
    ("Njursvikt, tidig upptäckt", 15, "Befintliga provsvar larmar själva."),
    ("Delirium på vårdavdelning", 8, "Screening i det dagliga arbetet, inte bredvid."),
    ("Sårmätning med kamera", 0, "Sårets yta mäts lika oavsett vem som håller i kameran."),
    ("Hemdialys med stöd", 6, "Fler klarar dialysen hemma med stöd på skärm."),
    ("Läkarintyg i två steg", 19, "Utkastet skrivs av journalen, läkaren granskar."),
    ("Trygg utskrivning", 8, "Ringa upp inom två dygn, med rätt frågor."),
    ("Antibiotikarond på distans", 2, "Infektionsläkaren rondar tre sjukhus på en förmiddag."),
    ("Fotvård vid diabetes", 17, "Tryckmätning som hittar sår före såret."),
    ("Blodtryck på biblioteket", 20, "Mätstation med direktkoppling till vårdcentralen."),
    ("Samtalsstöd för närstående", 25, "Frågor och svar som vården står bakom."),
    ("Läkemedelsskåp i hemmet", 23, "Rätt dos vid rätt tid, larm till hemtjänsten."),
    ("Röntgensvar på klarspråk", 11, "Patienten förstår svaret innan läkaren ringer."),
    ("Tandstatus hos äldre", 24, "Undersköterskan fotograferar, tandläkaren bedömer."),
    ("Hjärtljud med algoritm", 5, "Stetoskopet säger vad som bör undersökas."),
    ("Smärtskattning för barn", 9, "Barnet visar på skärmen, inte på en siffra."),
    ("Cirkulära operationskläder", 12, "Textil som tvättas i stället för att slängas."),
    ("Matsvinn på sjukhus", 17, "Beställ det som äts, mät det som blir kvar."),
    ("Psykisk hälsa, unga", 20, "Första kontakten samma vecka, på deras villkor."),
    ("Akutflöden i simulering", 1, "Pröva bemanningen i modell före schemat."),
    ("Kontinuitet i hemsjukvård", 23, "Färre ansikten hos var och en."),
    ("Inkontinens, rätt skydd", 23, "Mätning under tre dygn ger rätt produkt."),
    ("Fjärrstöd till ambulans", 18, "Läkaren ser det ambulansen ser."),
    ("Endoskopi, AI-bedömning", 12, "Polyper markeras medan undersökningen pågår."),
    ("Laboratoriesvar till mobilen", 15, "Svar med förklaring, samma dag."),
    ("Vårdnära lager", 16, "Förrådet beställer självt innan det tar slut."),
    ("Digital artrosskola", 14, "Gruppträning hemma, med fysioterapeut."),
    ("Patientmedverkan i utveckling", 25, "En panel att fråga, med arvode och svar tillbaka."),
    ("Trycksår, madrass som mäter", 8, "Vändning när det behövs och inte enligt klockan."),
    ("Förlossning, fosterljud hemma", 4, "Färre resor i slutet av graviditeten."),
    ("Sjukresor, samordning", 25, "Två patienter i samma bil när det går."),
    ("Näringsstatus i hemtjänst", 23, "Vikt och aptit följs, dietist kopplas in i tid."),
    ("Synfält på vårdcentral", 10, "Glaukom hittas där patienten redan är."),
    ("Bokning av laboratorium", 15, "Maskintid delas med forskning och bolag."),
    ("Kirurgi, dagen efter", 12, "Uppföljning på skärm dagen efter hemgång."),
    ("Barnhälsovård på flera språk", 9, "Samma råd, på familjens språk."),
]

GOALS = ["Nära vård", "Kortare väntan", "Säkrare vård", "Hållbar bemanning", "Vård på lika villkor"]

# A trouble: the dimension it is about, what is said month by month, and what is done about it.
TROUBLES = [
    ("time", ["Leverantören är försenad, ny tidplan begärd.", "Leveransen nio veckor sen. Testet kan inte börja som planerat.",
              "Första leveransen på plats, vi tar igen två veckor."], "Vite åberopat, ny plan med delleveranser varje vecka."),
    ("people", ["Kliniken saknar tid, två av fyra testare har slutat.", "Projektledaren slutar, ersättare sökt.",
                "Ny projektledare på plats sedan den första."], "Verksamhetschefen frigör en halvdag i veckan."),
    ("cost", ["Prognosen ligger över budget, integrationen kostar mer än räknat.", "Prognosen tolv procent över. Beslut om omfattning behövs.",
              "Kliniken täcker mellanskillnaden, budgeten håller."], "Två funktioner flyttade till nästa etapp."),
    ("time", ["Informationssäkerhetsgranskningen drar ut på tiden.", "Upphandlingen överprövad, grinden flyttad.",
              "Domen kom, avtalet kan tecknas."], "Jurist och inköp möts varje vecka tills det är löst."),
    ("benefit", ["Baslinjen är svagare än vi trodde, för få mätningar.", "Ingen nytta syns ännu i mätningarna.",
                 "Mätningarna går åt rätt håll sedan arbetssättet ändrades."], "Mätningen utökas till en klinik till."),
    ("clinic", ["Kliniken i förändring, oklart vem som äger frågan.", "Avdelningen stängd i sommar, testet flyttas.",
                "Ny avdelning utsedd och utbildad."], "Möte med divisionschefen bokat, alternativ klinik tillfrågad."),
    ("scope", ["Fler yrkesgrupper vill vara med än planen rymmer.", "Omfattningen har vuxit, planen måste göras om.",
               "Styrgruppen har beslutat vad som ingår."], "Önskemål samlas till etapp två."),
]  # fmt: skip
SUMMARIES = {
    "needs": ["Intervjuer pågår, tolv av tjugo gjorda.", "Behovet beskrivet tillsammans med kliniken.", "Omvärldsanalysen klar, fyra lösningar finns på marknaden."],
    "planning": ["Vägvalet förbereds, tre leverantörer har svarat.", "Plan och budget klara för beslut.", "Avtal om test skrivs med kliniken."],
    "execution": ["Testet rullar på två enheter enligt plan.", "Över hundra patienter inkluderade, inga allvarliga händelser.",
                  "Utbildningen genomförd, personalen positiv.", "Halvtidsavstämning med styrgruppen gjord."],
    "results": ["I drift på fyra enheter, spridning planeras.", "Linjen har tagit över driften.", "Effektmätningen pågår, svar till våren."],
}  # fmt: skip
MILESTONES = [
    ("Behovsbeskrivning godkänd", 0), ("Omvärldsanalys klar", 1), ("Avtal med leverantör", 2), ("Etikprövning godkänd", 2),
    ("Dataskyddsbedömning klar", 2), ("Första patient", 3), ("Halvtidsrapport", 3), ("Testrapport godkänd", 3),
    ("Utbildning, första fyrtio", 4), ("Fyra enheter i drift", 5), ("Överlämnad till linjen", 5), ("Effektmätning klar", 6),
]  # fmt: skip
RISKS = [
    (
        "Kopplingen till journalsystemet blir sen",
        "Manuell uppladdning fungerar tills vidare, it rapporterar varje vecka.",
    ),
    ("För få specialister på måndagar", "Svaren sprids över veckan, överenskommet med kliniken."),
    ("Leverantören hänger på en utvecklare", "Källkoden deponerad, andra utvecklare från december."),
    ("Personalen slutar använda lösningen efter testet", "Namngiven kontakt på varje enhet, månatlig räkning."),
    ("Upphandlingen överprövas", "Tidplanen har sex veckors marginal."),
    ("Personuppgiftsavtalet drar ut på tiden", "Mall från förra projektet används."),
    ("Kliniken byter chef mitt i testet", "Ställföreträdare utsedd."),
    ("CE-märkningen dröjer", "Testet görs som klinisk prövning om så krävs."),
]
BENEFITS = [
    ("Dagar från fråga till specialistsvar", "access", "dagar", 19, 2),
    ("Sköterskans tid per sår och vecka", "staff_time", "min", 74, 50),
    ("Undvikna patientresor per år", "environment", "resor", 0, 2400),
    ("Andel återinlagda inom trettio dagar", "quality", "%", 14, 9),
    ("Fall per tusen vårddygn", "safety", "fall", 6.5, 4),
    ("Frigjord personaltid per år", "non_cash", "timmar", 0, 1400),
    ("Kostnad för hyrpersonal per år", "cash_releasing", "tkr", 2100, 1500),
    ("Väntan i telefon", "access", "min", 11, 4),
]
LINE_OWNERS = [
    "Anna Ekvall",
    "Sofia Rydell",
    "Per Wester",
    "Mats Hedberg",
    "Ulla Frisk",
    "Jonas Lilja",
    "Eva Malmqvist",
]
STOPPED = ["Journalsystemet löser det själv nästa år.", "Ingen ägare i linjen efter omorganisationen.",
           "Nyttan visade sig mindre än kostnaden redan i testet.", "Leverantören har lagt ned produkten."]  # fmt: skip
CONDITIONS = [
    "Supportavtal tecknas före start.",
    "Budgeten prövas igen om tre månader.",
    "Två kliniker ska vara med, inte en.",
]
