"""The printed credit: the line in which a page names the outlet or agency that its text comes from.

Only what stands as a credit counts: a label line ("Source: X"), a republishing note ("Originally
published by X"), a contribution note ("With reporting by X"), "via X", an agency between brackets or
slashes at the edge of a paragraph ("PRAGUE (Reuters) –", "/TASR/"), a known outlet between brackets at
its end, and a line that only says who reports ("Про це повідомляє X."). A sentence that mentions a source
in passing is not a credit.
"""

from __future__ import annotations

import re
from dataclasses import replace

from provenance.language import NAMES
from provenance.outlet import find_outlets, names_in
from provenance.outlet.names import host_of
from provenance.values import Credit

_LONGEST_LINE = 300
_MOST_WORDS = 9

#: "Source" as a label, by language.
_LABELS = {
    "af": "Bron", "ar": "المصدر|مصدر|المصادر", "az": "Mənbə", "be": "Крыніца", "bg": "Източник", "bn": "সূত্র|উৎস",
    "ca": "Font", "cs": "Zdroj|Zdroje", "cy": "Ffynhonnell", "da": "Kilde|Kilder", "de": "Quelle|Quellen",
    "el": "Πηγή|Πηγές", "en": "Source|Sources|Story source|Article source|News source|Credit", "es": "Fuente|Fuentes",
    "et": "Allikas", "eu": "Iturria", "fa": "منبع|منابع", "fi": "Lähde|Lähteet", "fr": "Source|Sources",
    "ga": "Foinse", "gl": "Fonte", "he": "מקור", "hi": "स्रोत|स्त्रोत", "hr": "Izvor|Izvori", "hu": "Forrás",
    "hy": "Աղբյուր", "id": "Sumber", "is": "Heimild", "it": "Fonte|Fonti", "ja": "出典|出所|情報源|引用元|ソース",
    "ka": "წყარო", "kk": "Дереккөз", "km": "ប្រភព", "ko": "출처|자료", "lt": "Šaltinis", "lv": "Avots",
    "mk": "Извор", "mr": "स्रोत", "nl": "Bron|Bronnen", "no": "Kilde|Kilder", "pl": "Źródło|Źródła", "ps": "سرچینه",
    "pt": "Fonte|Fontes", "ro": "Sursa|Sursă|Surse", "ru": "Источник|Источники", "sk": "Zdroj|Zdroje",
    "sl": "Vir|Viri", "sq": "Burimi", "sr": "Извор|Izvor", "sv": "Källa|Källor", "sw": "Chanzo", "ta": "ஆதாரம்",
    "th": "ที่มา|แหล่งที่มา", "tl": "Pinagmulan", "tr": "Kaynak", "uk": "Джерело|Джерела", "ur": "ماخذ|ذریعہ",
    "uz": "Manba", "vi": "Nguồn|Theo", "zh": "来源|來源|文章来源|资料来源|消息来源|新闻来源|原文|稿源",
}  # fmt: skip

#: Notes that the text was published elsewhere first; the outlet follows.
_REPUBLISHED = {
    "ar": r"نُ?شر (?:هذا المقال )?(?:لأول مرة|في الأصل) (?:في|على)",
    "cs": r"(?:text|článek)?\s*(?:původně|poprvé|nejprve) (?:vyšel|vyšlo|publikoval|zveřejnil|publikováno|zveřejněno)"
          r"(?: na| v| ve| serverem)?|(?:převzato|přeloženo) z(?:e|\s+(?:webu|serveru))?",
    "da": r"(?:artiklen )?(?:er )?oprindeligt (?:udgivet|bragt) (?:i|på|af)",
    "de": r"(?:dieser|der) (?:artikel|text|beitrag) (?:erschien|ist) (?:zuerst|ursprünglich) (?:bei|in|im|auf)"
          r"|(?:zuerst|ursprünglich) (?:erschienen|veröffentlicht) (?:bei|in|im|auf|von)|übernommen (?:von|aus)",
    "en": r"(?:this |the )?(?:article |story |text |piece |report )?(?:was |has been )?(?:originally|first) "
          r"(?:published|appeared|ran|reported|posted)(?: (?:by|in|on|at|with))"
          r"|(?:republished|reprinted|reposted|reproduced|adapted|translated|taken)(?: with permission)? (?:from|of)",
    "es": r"(?:este )?(?:artículo |texto )?(?:fue )?(?:publicado|apareció) (?:originalmente|por primera vez)"
          r" (?:en|por)",
    "fi": r"(?:juttu |artikkeli )?(?:on )?alun perin julkaistu",
    "fr": r"(?:cet |l['’])?(?:article )?(?:a été )?(?:initialement )?publié (?:à l['’]origine|initialement)?"
          r"\s*(?:par|dans|sur)",
    "hu": r"(?:a cikk )?eredetileg (?:itt )?(?:jelent meg|megjelent)",
    "it": r"(?:(?:questo )?articolo )?(?:è stato )?(?:originariamente )?pubblicato"
          r"(?: originariamente| per la prima volta)? (?:su|da|in|sul)",
    "ja": r"(?:初出|転載元|元記事)\s*[:：]?",
    "nl": r"(?:dit artikel )?(?:is |werd )?(?:eerder|oorspronkelijk) (?:gepubliceerd|verschenen) (?:in|op|bij|door)",
    "no": r"(?:artikkelen )?(?:ble )?opprinnelig publisert (?:i|på|av|hos)",
    "pl": r"(?:artykuł |tekst )?(?:ukazał się |został )?(?:pierwotnie|po raz pierwszy) (?:opublikowany |ukazał się )?"
          r"(?:w|na|przez)",
    "pt": r"(?:este )?(?:artigo |texto )?(?:foi )?publicado (?:originalmente|primeiro) (?:em|no|na|por|pelo|pela)",
    "ro": r"(?:acest )?(?:articol )?(?:a fost )?publicat (?:inițial|original|prima dată) (?:de|în|pe)",
    "ru": r"(?:впервые|первоначально|изначально) (?:опубликовано|опубликован|вышло|вышла|вышел)(?: в| на)?"
          r"|перепечатано (?:из|с)|перевод(?: статьи)? из",
    "sk": r"(?:text|článok)?\s*(?:pôvodne|prvýkrát) (?:vyšiel|vyšlo|publikoval|zverejnil)(?: na| v)?|prevzaté z(?:o)?",
    "sv": r"(?:artikeln )?(?:är |har )?(?:ursprungligen|först) (?:publicerad|publicerats) (?:i|på|av|hos)",
    "tr": r"(?:bu )?(?:yazı|haber|makale)? ?ilk olarak",
    "uk": r"(?:вперше|спочатку) (?:опубліковано|опублікований|вийшло|вийшла)(?: в| у| на)?|передруковано (?:з|із)",
    "zh": r"(?:本文)?(?:原载于|首发于|转载自|轉載自|原載於|首發於|编译自)\s*[:：]?",
}  # fmt: skip

#: Notes that an outlet or agency contributed; the outlet follows.
_CONTRIBUTED = (
    r"with(?: (?:reporting|reports?|files|material|information))?(?: by| from)?|(?:additional )?reporting by",
    r"mit(?: material von)?|unter verwendung von material (?:von|der)|avec|met",
    r"con(?: (?:información|datos) de)?|com(?: informações d[aeo]s?)?|con informazioni (?:di|da)|s využitím|s použitím",
    r"по (?:материалам|сообщениям|информации)|за матеріалами|за інформацією|na podstawie|według|podle|según|selon",
    r"by|von|par|por|da|di|od",
)  # fmt: skip

#: Lines that say no more than who reports the story; a known outlet follows.
_REPORTED = {
    "ar": r"نقلا عن|وفقا ل|بحسب|حسب",
    "be": r"(?:пра гэта )?(?:паведамляе|піша|перадае)",
    "bg": r"(?:съобщава|съобщи|предава|пише)(?: за това)?(?: агенция)?|според",
    "cs": r"(?:informoval|informuje|píše|napsal|uvedl)a? o tom(?: server| web| den+ík| port[aá]l| agent[uú]ra)?"
          r"|(?:informoval|uvedl|napsal)a? to(?: server| web| deník| agentura)?|podle (?:serveru|webu|deníku|agentury)",
    "da": r"det (?:skriver|melder)|ifølge",
    "de": r"(?:das|dies|darüber|davon) (?:berichte|melde)te?t?(?: die nachrichtenagentur| die| der)?",
    "el": r"(?:το μεταδίδει|σύμφωνα με)(?: το| η| τη| την| ο)?",
    "en": r"(?:this (?:is|was) (?:reported|announced)|as reported) by",
    "es": r"(?:así )?lo (?:informó|informa|publicó|publica|recoge)",
    "fa": r"به گزارش|به نقل از",
    "fi": r"asiasta (?:kertoo|uutisoi)|(?:kertoo|uutisoi)",
    "fr": r"c['’]est ce que (?:rapporte|annonce)|d['’]après",
    "he": r"לפי|על פי|כך דיווח|כך דיווחה",
    "hr": r"(?:javlja|prenosi|piše|poroča|prema pisanju)",
    "hu": r"(?:írja|közölte|számolt be róla)(?: az?)?",
    "id": r"menurut|dilansir(?: dari)?|dikutip dari",
    "it": r"(?:lo )?(?:riporta|scrive|riferisce)|secondo",
    "nl": r"(?:dat|dit) (?:meldt|schrijft)|aldus|volgens",
    "no": r"det (?:skriver|melder)|ifølge",
    "pl": r"(?:o tym )?(?:informuje|poinformowała?|podaje|pisze)(?: o tym)?(?: portal| dziennik| agencja)?|jak podaje",
    "pt": r"a informação é d[aeo]|segundo [ao]|de acordo com [ao]",
    "ro": r"potrivit|conform|relatează|scrie|transmite",
    "ru": r"(?:об этом )?(?:сообщает|сообщила?|пишет|переда[её]т)(?: агентство| газета| издание| портал)?",
    "sk": r"uviedla to(?: agentúra)?|podľa (?:denníka|agentúry|portálu)",
    "sr": r"(?:јавља|преноси|пише)",
    "sv": r"det (?:skriver|rapporterar)|enligt",
    "uk": r"(?:про це )?(?:повідомляє|повідомила|пише|передає)(?: агентство| видання| газета)?|за даними",
    "vi": r"theo",
    "zh": r"据|據",
}  # fmt: skip
#: The same where the outlet comes first.
_REPORTED_BEHIND = (
    r"\s+(?:reports|reported this|informiert|berichtet|kertoo|bildirdi|haberine göre)"
    r"|が報じた|によると|報道|报道|報導|보도"
)

#: Agencies that newspapers print between brackets, and their names in other scripts.
_AGENCIES = (
    "AA|ABC|AFP|AGERPRES|AKIpress|ANI|ANP|ANSA|AP|APA|ATS|BBC|Belga|Belta|Bloomberg|BNR|BNS|BTA|CNN|CTK|ČTK|DPA|dpa|DW"
    "|EFE|Europa Press|FENA|GTRK|HINA|Hina|IANS|Interfax|Interfax-Ukraine|ITAR-TASS|Jiji|KNA|Kyodo|Lusa|MIA|MTI|NTB|"
    "PAP|PTI|PA|Reuters|RFE/RL|RIA Novosti|Ritzau|SID|SITA|STA|STT|Sputnik|TANJUG|Tanjug|TASR|TASS|TT|UNIAN|UPI|"
    "Ukrinform|WAFA|Xinhua|Yonhap|epd|sda|Associated Press|The Associated Press|"
    "АП|АФП|Белта|БТА|ДПА|Інтерфакс-Україна|Интерфакс|РИА Новости|Рейтер|Рейтерс|ТАСС|Танјуг|Укринформ|Укрінформ|УНІАН|"
    "رويترز|أ ف ب|فرانس برس|د ب أ|路透社|法新社|美联社|美聯社|新华社|新華社|共同社|ロイター|共同|時事|AFP時事|"
    "연합뉴스|로이터"
)  # fmt: skip


def _alternatives(table: dict[str, str]) -> str:
    return "|".join(dict.fromkeys(part for entry in table.values() for part in entry.split("|")))


_OUTLET = r"(?P<outlet>\S.{0,118}?)"
_TAIL = r"[\s.。)\]]*"
_LABEL_LINE = re.compile(rf"[\s(\[*–—-]*(?:{_alternatives(_LABELS)})\s*[:：]\s*{_OUTLET}{_TAIL}", re.IGNORECASE)
_REPUBLISHED_LINE = re.compile(rf"[\s(\[*–—-]*(?:{'|'.join(_REPUBLISHED.values())})\s*{_OUTLET}{_TAIL}", re.IGNORECASE)
_CONTRIBUTED_LINE = re.compile(rf"[\s(\[*–—-]*(?:{'|'.join(_CONTRIBUTED)})\s+{_OUTLET}{_TAIL}", re.IGNORECASE)
_VIA_LINE = re.compile(rf"[\s(\[*–—-]*via[:：]?\s+{_OUTLET}{_TAIL}", re.IGNORECASE)
_REPORTED_LINE = re.compile(rf"[\s(\[*–—-]*(?:{'|'.join(_REPORTED.values())})\s*{_OUTLET}{_TAIL}", re.IGNORECASE)
_REPORTED_AFTER = re.compile(rf"[\s(\[*–—据據-]*{_OUTLET}(?:{_REPORTED_BEHIND}){_TAIL}", re.IGNORECASE)
_CONTRIBUTED_AFTER = re.compile(rf"[\s(\[*–—-]*{_OUTLET} contributed to this (?:report|story|article){_TAIL}")
#: Lines that are credits only where the outlet is known: ordinary sentences and bylines begin like them.
_ONLY_KNOWN = (_CONTRIBUTED_LINE, _REPORTED_LINE, _REPORTED_AFTER)
_AGENCY_LIST = rf"(?:{_AGENCIES})(?:\s?[,/+&–-]\s?(?:{_AGENCIES}|red\.?|red))*"
_AGENCY_LINE = re.compile(rf"[\s(\[/–—-]*(?:{_AGENCY_LIST})[\s)\]/.]*")
_DATELINE = re.compile(
    rf"(?P<place>[^.!?()（）:]{{0,60}}?)(?P<mark>[(（/\[]\s*(?P<outlet>{_AGENCY_LIST})\s*[)）/\]])\s*(?P<dash>[-–—:：])?"
)
_AGENCY_END = re.compile(rf"(?P<mark>[(（/\[]\s*(?P<outlet>{_AGENCY_LIST})\s*[)）/\]])\s*\.?$")
_BRACKETED_END = re.compile(r"(?P<mark>[(（\[]\s*(?P<outlet>[^()（）\[\]]{3,60}?)\s*[)）\]])\s*\.?$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+[^\s.,;)\]]", re.IGNORECASE)
#: An agency, or a site's address.
_KNOWN = re.compile(rf"(?<!\w)(?:{_AGENCIES})(?!\w)|\w\.[a-z]{{2,}}(?:/|\b)")
_ARTICLE = re.compile(r"(?:the|der|die|das|le|la|les|el|los|il|lo|gli|de|het|den|o|a|os|as|al|l['’])\s*(?=[A-ZÀ-Þ])")
_LANGUAGES = frozenset(NAMES.values())
#: What may follow the outlet in a republishing note.
_AFTERTHOUGHT = re.compile(r"\s+(?:(?:on|am|dne|le|el|il|em|den)\s+\d.*|(?:and|under|with permission|here)\b.*)$")
_VERB_SIGN = re.compile(r"[,;:]\s+[a-zà-ÿа-я]+(?:\s+\S+){3,}|\b(?:said|says|told|that|who|which)\b", re.IGNORECASE)


def find_credit(line: str, start: int = 0, url: str | None = None) -> Credit | None:
    """The credit that a line of a page prints, if it prints one.

    Args:
        line: One paragraph or line, without line breaks at its ends.
        start: Offset of the line in its article.
        url: The link behind the line's outlet, where the page gives one.

    Returns:
        The credit, whose text is the whole line without white space around it where the line is nothing
        but a credit, else the part between brackets. None where the line is no credit.
    """
    found = _whole_line(line) or _at_the_edge(line)
    if found is None:
        return None
    begin, end, outlet = found
    address = _ADDRESS.search(outlet)
    if address is not None:
        url = url or _absolute(address.group())
        outlet = (outlet[: address.start()] + outlet[address.end() :]).strip(" ()[]–—-,") or (
            host_of(_absolute(address.group())) or address.group()
        )
    return Credit(line[begin:end], outlet, start + begin, start + end, url)


def is_whole_line(credit: Credit, line: str) -> bool:
    """Whether the line is nothing but this credit."""
    return credit.text == line.strip()


def shifted(credit: Credit, offset: int) -> Credit:
    """The credit with its offsets moved by `offset`."""
    return replace(credit, start=credit.start + offset, end=credit.end + offset)


def _whole_line(line: str) -> tuple[int, int, str] | None:
    stripped = line.strip()
    if not stripped or len(stripped) > _LONGEST_LINE:
        return None
    begin = line.index(stripped[0])
    for pattern in (_LABEL_LINE, _REPUBLISHED_LINE, _VIA_LINE, *_ONLY_KNOWN, _CONTRIBUTED_AFTER):
        match = pattern.fullmatch(stripped)
        if match is not None and _names_an_outlet(match["outlet"], pattern in _ONLY_KNOWN):
            return begin, begin + len(stripped), _tidy(match["outlet"])
    if _AGENCY_LINE.fullmatch(stripped):
        return begin, begin + len(stripped), stripped.strip(" ()[]/–—-.")
    return None


def _names_an_outlet(outlet: str, must_be_known: bool) -> bool:  # noqa: FBT001
    words = outlet.split()
    if not 1 <= len(words) <= _MOST_WORDS or _VERB_SIGN.search(outlet):
        return False
    # "by", "with" and their like open ordinary bylines too; only an agency or a site makes them a credit.
    known = bool(_KNOWN.search(outlet)) or _is_known(outlet)
    if must_be_known or known:
        return known
    name = _ARTICLE.sub("", outlet.lstrip("\"'“„«‘("))
    if not name or not any(map(str.isalpha, name)) or re.fullmatch(r"\d.*\d{4}", name):
        return False
    return (not name[0].islower() or "\u10d0" <= name[0] <= "\u10ff") and name not in _LANGUAGES


def _is_known(outlet: str) -> bool:
    """Whether the table of outlets knows the name, or each of several names."""
    whole, *parts = names_in(outlet.strip(" \"'“”„‘’«»()[]《》「」『』.,"))
    return bool(find_outlets(whole)) or (len(parts) > 1 and all(find_outlets(part) for part in parts))


def _at_the_edge(line: str) -> tuple[int, int, str] | None:
    match = _DATELINE.match(line)
    if match is not None and _is_place(match["place"].strip(), dashed=bool(match["dash"])):
        return match.start("mark"), match.end("mark"), match["outlet"]
    match = _AGENCY_END.search(line)
    if match is None:
        match = _BRACKETED_END.search(line)
        if match is not None and not _is_known(match["outlet"]):
            match = None
    return None if match is None else (match.start("mark"), match.end("mark"), match["outlet"])


def _is_place(place: str, *, dashed: bool) -> bool:
    words = place.split()
    if not words or place.isupper():
        return len(words) <= 6
    return dashed and len(words) <= 6 and not words[0][0].islower()


def _tidy(outlet: str) -> str:
    tidy = _AFTERTHOUGHT.sub("", outlet.strip().strip("*_–—-").strip())
    for opening, closing in ('""', "“”", "„“", "«»", "()", "[]", "《》", "「」", "『』"):
        if len(tidy) > 2 and tidy.startswith(opening) and tidy.endswith(closing):
            tidy = tidy[1:-1].strip()
    return tidy


def _absolute(address: str) -> str:
    return address if "://" in address else f"https://{address}"
