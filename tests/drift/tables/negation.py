from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row(
        "Er kann nicht kommen, weil der Vertrag nicht gilt.",
        "He cannot come, because the contract does apply.",
        "de-en",
        "Er=He kann=cannot kommen=come weil=because Vertrag=contract gilt=apply",
        repost_quote="the contract does apply",
        original_quote="der Vertrag nicht gilt",
    ),
    Row(
        "Die Absagen betreffen viele Patienten.",
        "The cancellations do not affect many patients.",
        "de-en",
        "Absagen=cancellations betreffen=affect viele=many Patienten=patients",
        wrong="not",
    ),
    Row(
        "V galerii je mnoho neobvyklých obrazů.",
        "There are not many unusual paintings in the gallery.",
        glosses="galerii=gallery mnoho=many neobvyklých=unusual obrazů=paintings",
        wrong="not",
    ),
    Row(
        "Matilda Bognerová, která vede monitorovací misi OSN na Ukrajině, řekla, že špatné zacházení s "
        "ukrajinskými zajatci bylo na ruské straně „poměrně systematické“, kdežto na ukrajinské straně "
        "systematické nebylo.",
        "UN monitor Matilda Bogner told reporters that Russia abused captured Ukrainians in a “very systematic” "
        "way, and that this was not of Ukraine.",
        glosses="Bognerová=Bogner monitorovací=monitor OSN=UN řekla=told zacházení=abused ukrajinskými=Ukrainians "
        "zajatci=captured ruské=Russia systematické=systematic ukrajinské=Ukraine",
        repost_quote="and that this was not of Ukraine",
        original_quote="systematické nebylo",
    ),
    Row(
        "Podle výboru byly zkoušky v Brně celkem spolehlivé, ale v laboratoři v Ostravě spolehlivé nebyly.",
        "The committee found the tests in Brno quite reliable, but the laboratory was not in Ostrava.",
        glosses="výboru=committee zkoušky=tests Brně=Brno spolehlivé=reliable Ostravě=Ostrava ale=but",
        repost_quote="but the laboratory was not in Ostrava",
    ),
    Row(
        "Ministr neřekl, kdy vláda zákon podepíše.",
        "The minister said when the government would sign the law.",
        glosses="Ministr=minister neřekl=said kdy=when vláda=government zákon=law podepíše=sign",
        repost_quote="The minister said",
        original_quote="Ministr neřekl",
    ),
    Row(
        "Ministr řekl, kdy vláda zákon podepíše.",
        "The minister did not say when the government would sign the law.",
        glosses="Ministr=minister řekl=say kdy=when vláda=government zákon=law podepíše=sign",
        repost_quote="did not say",
        original_quote="Ministr řekl",
    ),
    Row(
        "Die Polizei hat den Fahrer nicht verhaftet.",
        "Police arrested the driver.",
        "de-en",
        "Polizei=Police Fahrer=driver verhaftet=arrested",
        original_quote="nicht verhaftet",
    ),
    Row(
        "Die Kommission hat keine Beweise gefunden.",
        "The commission found evidence.",
        "de-en",
        "Kommission=commission Beweise=evidence gefunden=found",
        repost_quote="found evidence",
    ),
    Row(
        "Суд признал компанию виновной.",
        "The court did not find the company guilty.",
        "ru-en",
        "Суд=court признал=find компанию=company виновной=guilty",
        repost_quote="did not find",
    ),
    Row(
        "Le maire n'a pas signé le contrat avec la société.",
        "The mayor signed the contract with the company.",
        "fr-en",
        "maire=mayor signé=signed contrat=contract société=company",
        original_quote="pas signé",
    ),
    Row(
        "La empresa no pagó los impuestos en Madrid.",
        "The company paid its taxes in Madrid.",
        "es-en",
        "empresa=company pagó=paid impuestos=taxes",
    ),
    Row(
        "Bakan istifa etmedi.",
        "The minister resigned.",
        "tr-en",
        "Bakan=minister istifa=resigned",
        original_quote="etmedi",
    ),
    Row(
        "警察没有逮捕司机。",
        "Police arrested the driver.",
        "zh-en",
        "警察没有逮捕司机=arrested",
    ),
    Row(
        "Pääministeri ei allekirjoittanut sopimusta.",
        "The prime minister signed the agreement.",
        "fi-en",
        "Pääministeri=minister allekirjoittanut=signed sopimusta=agreement",
        original_quote="ei allekirjoittanut",
    ),
    Row(
        "The bank did not keep the records of its clients.",
        "Banka uchovala záznamy svých klientů.",
        "en-cs",
        "bank=Banka keep=uchovala records=záznamy clients=klientů",
        original_quote="did not keep",
    ),
]

FAITHFUL = [
    Row(
        "Die neue Brücke öffnet ab Herbst.",
        "The new bridge will not open until autumn.",
        "de-en",
        "neue=new Brücke=bridge öffnet=open Herbst=autumn",
    ),
    Row(
        "Es wäre toll, wenn sie kämen.",
        "Wouldn't it be great if they came.",
        "de-en",
        "toll=great kämen=came",
    ),
    Row("Das Wetter ist ihm egal.", "He does not care about the weather.", "de-en", "Wetter=weather egal=care"),
    Row(
        "Banka na výzvu zatím nereagovala.",
        "The bank has not reacted to the call so far.",
        "cs-en",
        "Banka=bank výzvu=call",
        wrong="not",
    ),
    Row(
        "Matilda Bognerová řekla, že zacházení se zajatci bylo na ruské straně „poměrně systematické“, kdežto na "
        "ukrajinské straně systematické nebylo.",
        "Matilda Bogner said the treatment of captives was “fairly systematic” on the Russian side, while on the "
        "Ukrainian side it was not.",
        glosses="Bognerová=Bogner řekla=said zacházení=treatment zajatci=captives ruské=Russian straně=side "
        "poměrně=fairly systematické=systematic kdežto=while ukrajinské=Ukrainian straně#2=side#2 nebylo=was#2",
    ),
    Row(
        "Zacházení bylo na ruské straně systematické, na ukrajinské straně systematické nebylo.",
        "The treatment was systematic on the Russian side, but that was not the case for Ukraine.",
        glosses="Zacházení=treatment ruské=Russian straně=side systematické=systematic ukrajinské=Ukraine",
    ),
    Row(
        "Ministr neřekl, kdy vláda zákon podepíše.",
        "The minister did not say when the government would sign the law.",
        glosses="Ministr=minister neřekl=say kdy=when vláda=government zákon=law podepíše=sign",
    ),
    Row(
        "Vláda neuspěla s návrhem zákona.",
        "The government failed to pass the bill.",
        glosses="Vláda=government neuspěla=failed návrhem=bill",
    ),
    Row(
        "Nikdo nic neviděl.",
        "Nobody saw anything.",
        glosses="Nikdo=Nobody neviděl=saw",
    ),
    Row(
        "V neděli nejvíce pršelo v nemocnici v Brně.",
        "On Sunday it rained the most at the hospital in Brno.",
        glosses="neděli=Sunday nejvíce=most pršelo=rained nemocnici=hospital Brně=Brno",
    ),
    Row(
        "Die Lage ist nicht klar.",
        "The situation is unclear.",
        "de-en",
        "Lage=situation klar=unclear",
    ),
    Row(
        "Die Stadt hat nicht nur die Schule, sondern auch die Brücke gebaut.",
        "The city built the school and the bridge as well.",
        "de-en",
        "Stadt=city Schule=school Brücke=bridge gebaut=built",
    ),
    Row(
        "Die Firma hat kein Geld für neue Maschinen.",
        "The firm lacks money for new machines.",
        "de-en",
        "Firma=firm Geld=money neue=new Maschinen=machines",
    ),
    Row(
        "Il n'a jamais rien dit à personne.",
        "He never told anyone anything.",
        "fr-en",
        "dit=told jamais=never",
    ),
    Row(
        "Суд отказался признать компанию виновной.",
        "The court did not find the company guilty.",
        "ru-en",
        "Суд=court признать=find компанию=company виновной=guilty отказался=did",
    ),
    Row(
        "Nie ma wątpliwości, że wybory były uczciwe.",
        "The elections were fair beyond doubt.",
        "pl-en",
        "wątpliwości=doubt wybory=elections były=were uczciwe=fair",
    ),
    Row(
        "Nemohl nesouhlasit s rozhodnutím soudu.",
        "He had to agree with the decision of the court.",
        glosses="nesouhlasit=agree rozhodnutím=decision soudu=court",
    ),
    Row(
        "彼は来なかった。",
        "He did not come.",
        "ja-en",
        "彼は来なかった=come",
    ),
    Row(
        "Why would the bank not pay its clients?",
        "Proč by banka klientům platila?",
        "en-cs",
        "bank=banka pay=platila clients=klientům",
    ),
    Row(
        "Пријавио се нико од играча.",
        "None of the players came forward.",
        "sr-en",
        "Пријавио=forward нико=None играча=players",
    ),
    Row(
        "Vertrag und Plan gelten, nicht aber die Frist.",
        "The contract and the plan do apply, but the deadline does not.",
        "de-en",
        "Vertrag=contract Plan=plan gelten=apply Frist=deadline nicht=not aber=but",
    ),
    Row(
        "Nikdo neví, zda to udělal.",
        "Nobody knows whether he did something.",
        glosses="Nikdo=Nobody neví=knows udělal=did",
    ),
]
