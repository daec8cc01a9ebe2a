from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row(
        "Mannen ska ha stulit tre bilar.",
        "The man stole three cars.",
        "sv-en",
        "Mannen=man stulit=stole tre=three bilar=cars",
        original_quote="ska",
    ),
    Row(
        "Primarul ar fi primit bani de la firmă.",
        "The mayor received money from the company.",
        "ro-en",
        "Primarul=mayor primit=received bani=money firmă=company",
        original_quote="ar",
    ),
    Row(
        "Der Minister soll mehrere Tausend Euro angenommen haben.",
        "The minister accepted several thousand euros.",
        "de-en",
        "Minister=minister mehrere=several Tausend=thousand Euro=euros angenommen=accepted",
        original_quote="soll",
    ),
    Row(
        "Le maire aurait reçu des pots-de-vin en 2021.",
        "The mayor received bribes in 2021.",
        "fr-en",
        "maire=mayor reçu=received pots-de-vin=bribes",
        original_quote="aurait",
    ),
    Row(
        "Il sindaco avrebbe ricevuto tangenti nel 2021.",
        "The mayor received bribes in 2021.",
        "it-en",
        "sindaco=mayor ricevuto=received tangenti=bribes",
        original_quote="avrebbe",
    ),
    Row(
        "Policie zadržela údajného pachatele v Brně.",
        "Police detained the perpetrator in Brno.",
        glosses="Policie=Police zadržela=detained pachatele=perpetrator Brně=Brno",
        repost_quote="perpetrator",
        original_quote="údajného pachatele",
    ),
    Row(
        "Ředitel prý peníze ukradl.",
        "The director stole the money.",
        glosses="Ředitel=director peníze=money ukradl=stole",
        original_quote="prý peníze",
    ),
    Row(
        "Der mutmaßliche Täter floh nach Polen.",
        "The culprit fled to Poland.",
        "de-en",
        "Täter=culprit floh=fled Polen=Poland",
        original_quote="mutmaßliche Täter",
    ),
    Row(
        "Die Brücke wurde möglicherweise beschädigt.",
        "The bridge was damaged.",
        "de-en",
        "Brücke=bridge beschädigt=damaged",
        repost_quote="damaged",
    ),
    Row(
        "Солдаты якобы сдались в плен.",
        "The soldiers surrendered.",
        "ru-en",
        "Солдаты=soldiers сдались=surrendered",
        original_quote="якобы",
    ),
    Row(
        "L'auteur présumé du vol a été arrêté.",
        "The author of the theft was arrested.",
        "fr-en",
        "L'auteur=author vol=theft arrêté=arrested",
        original_quote="présumé",
    ),
    Row(
        "El presunto ladrón salió del país.",
        "The thief left the country.",
        "es-en",
        "ladrón=thief salió=left país=country",
        repost_quote="thief",
    ),
    Row(
        "The vaccine may protect children.",
        "Vakcína děti chrání.",
        "en-cs",
        "vaccine=Vakcína protect=chrání children=děti",
        original_quote="may protect",
    ),
    Row(
        "Politik ukradl peníze města.",
        "The politician allegedly stole the city's money.",
        glosses="Politik=politician ukradl=stole peníze=money města=city's",
        repost_quote="allegedly stole",
    ),
    Row(
        "Rzekomy sprawca uciekł do Niemiec.",
        "The culprit escaped to Germany.",
        "pl-en",
        "sprawca=culprit uciekł=escaped Niemiec=Germany",
        original_quote="Rzekomy sprawca",
    ),
]

FAITHFUL = [
    Row(
        "Der Minister soll mehrere Tausend Euro angenommen haben.",
        "The minister is said to have accepted several thousand euros.",
        "de-en",
        "Minister=minister mehrere=several Tausend=thousand Euro=euros angenommen=accepted",
    ),
    Row(
        "Sans la pluie, il aurait gagné la course.",
        "Without the rain he would have won the race.",
        "fr-en",
        "pluie=rain gagné=won course=race",
    ),
    # "is said to" is no frame of its own: the original's "podle něj" answers it.
    Row(
        "Video má podle ministerstva zachycovat vojáky u vesnice.",
        "The video is said to show soldiers near the village.",
        glosses="Video=video zachycovat=show vojáky=soldiers vesnice=village",
    ),
    Row(
        "Policie zadržela údajného pachatele v Brně.",
        "Police detained the alleged perpetrator in Brno.",
        glosses="Policie=Police zadržela=detained pachatele=perpetrator Brně=Brno údajného=alleged",
    ),
    Row(
        "Ředitel prý peníze ukradl.",
        "The director stole the money, the police said.",
        glosses="Ředitel=director peníze=money ukradl=stole",
    ),
    Row(
        "Der mutmaßliche Täter floh nach Polen.",
        "The suspect fled to Poland.",
        "de-en",
        "Täter=suspect floh=fled Polen=Poland",
    ),
    Row(
        "Die Brücke wurde möglicherweise beschädigt.",
        "The bridge might have been damaged.",
        "de-en",
        "Brücke=bridge beschädigt=damaged möglicherweise=might",
    ),
    Row(
        "Солдаты якобы сдались в плен.",
        "The soldiers are said to have surrendered.",
        "ru-en",
        "Солдаты=soldiers сдались=surrendered",
    ),
    Row(
        "Возможно, завтра пойдет дождь.",
        "It will probably rain tomorrow.",
        "ru-en",
        "завтра=tomorrow дождь=rain",
    ),
    Row(
        "L'auteur présumé du vol a été arrêté.",
        "The man accused of the theft was arrested.",
        "fr-en",
        "L'auteur=man vol=theft arrêté=arrested",
    ),
    Row(
        "El presunto ladrón salió del país.",
        "The supposed thief left the country.",
        "es-en",
        "ladrón=thief salió=left país=country",
    ),
    Row(
        "On 3 May 2019 the vaccine was approved.",
        "Vakcína byla schválena 3. května 2019.",
        "en-cs",
        "vaccine=Vakcína approved=schválena",
    ),
    Row(
        "The president arrived on May 19 in Prague.",
        "Prezident přijel 19. května do Prahy.",
        "en-cs",
        "president=Prezident arrived=přijel Prague=Prahy",
    ),
    Row(
        "Podejrzewany o kradzież mężczyzna uciekł.",
        "The man suspected of theft escaped.",
        "pl-en",
        "kradzież=theft mężczyzna=man uciekł=escaped",
    ),
    Row(
        "Il presunto autore è stato arrestato a Roma.",
        "The alleged author was arrested in Rome.",
        "it-en",
        "presunto=alleged autore=author arrestato=arrested Roma=Rome",
    ),
    Row(
        "Vláda schválila rozpočet.",
        "The government approved the budget.",
        glosses="Vláda=government schválila=approved rozpočet=budget",
    ),
]
