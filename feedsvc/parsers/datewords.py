"""The words of dates by language, and the zones: data for `dates.py`; add a language here."""

import msgspec


class DateWords(msgspec.Struct, frozen=True, kw_only=True):
    """How one language writes a date; bars part the words, case does not count.

    In `months` and `weekdays` spaces part the items, from January and from Monday, and bars
    the spellings of one item. `published` and `updated` label a date; `ago` and `units`
    make a relative time; `filler` are the small words in between.
    """

    months: str = ""
    weekdays: str = ""
    published: str = ""
    updated: str = ""
    ago: str = ""
    units: str = ""
    morning: str = ""
    afternoon: str = ""
    filler: str = ""


DATE_WORDS: dict[str, DateWords] = {
    "en": DateWords(
        months=(
            "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug "
            "september|sept|sep october|oct november|nov december|dec"
        ),
        weekdays=(
            "monday|mon tuesday|tues|tue wednesday|wed thursday|thurs|thur|thu friday|fri "
            "saturday|sat sunday|sun"
        ),
        published="published|posted|created|released|filed",
        updated="updated|update|modified|edited|revised",
        ago="ago|yesterday|today|now",
        units=(
            "s|sec|secs|second|seconds|m|min|mins|minute|minutes|hr|hrs|hour|hours|d|day|days|week|"
            "weeks|month|months|year|years|an|one|moments|just"
        ),
        morning="am",
        afternoon="pm",
        filler="at|on|of|the|last|first|date|time|local|standard|daylight|st|nd|rd|th|t|and",
    ),
    "fr": DateWords(
        months=(
            "janvier|janv février|fevrier|févr|fév mars avril|avr mai juin juillet|juil août|aout "
            "septembre octobre novembre décembre|decembre|déc"
        ),
        weekdays="lundi mardi mercredi jeudi vendredi samedi dimanche",
        published="publié|publiée|publie|paru|posté",
        updated="jour|modifié|actualisé|màj|maj",
        ago="hier|aujourd|y",
        units="seconde|secondes|minutes|heure|heures|jours|hui|semaines",
        filler="le|à|mis|mise|il|a|er|dernière|et",
    ),
    "es": DateWords(
        months=(
            "enero|ene febrero|feb marzo|mar abril|abr mayo junio|jun julio|jul agosto "
            "septiembre|setiembre|sept octubre|oct noviembre|nov diciembre|dic"
        ),
        weekdays="lunes martes miércoles|miercoles jueves viernes sábado|sabado domingo",
        published="publicado|publicada|creado|publicación",
        updated="actualizado|actualizada|actualización|modificado",
        ago="hace|ayer|hoy",
        units="segundos|minuto|minutos|hora|horas|día|días|semanas",
        filler="de|del|el|las|los|la|última|fecha|hs|hrs|y",
    ),
    "de": DateWords(
        months=(
            "januar|jän|jänner|jan februar|feb märz|maerz|mär|mrz april|apr mai juni|jun juli|jul "
            "august|aug september|sept|sep oktober|okt november|nov dezember|dez"
        ),
        weekdays=(
            "montag|mo dienstag mittwoch|mi donnerstag freitag|fr samstag|sonnabend|sa sonntag"
        ),
        published="veröffentlicht|erstellt|erschienen|publiziert",
        updated="aktualisiert|stand|geändert|überarbeitet",
        ago="vor|gestern|heute",
        units="sekunden|minuten|stunde|stunden|tag|tagen|einer|einem|wochen",
        filler="um|den|der|vom|zuletzt|uhr|und|letzte",
    ),
    "it": DateWords(
        months=(
            "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto "
            "settembre|set ottobre|ott novembre|nov dicembre|dic"
        ),
        weekdays=(
            "lunedì|lunedi martedì|martedi mercoledì|mercoledi giovedì|giovedi venerdì|venerdi "
            "sabato domenica"
        ),
        published="pubblicato|pubblicata",
        updated="aggiornato|aggiornata|aggiornamento|modifica",
        ago="fa|ieri|oggi",
        units="secondi|minuti|ora|ore|giorno|giorni",
        filler="il|alle|ultimo|ultima|dalle|del",
    ),
    "pt": DateWords(
        months=(
            "janeiro|jan fevereiro|fev março|marco|mar abril|abr maio|mai junho|jun julho|jul "
            "agosto setembro|set outubro|out novembro|nov dezembro|dez"
        ),
        weekdays="segunda terça quarta quinta sexta sábado domingo",
        published="publicado|publicada|criado",
        updated="atualizado|atualizada|actualizado|modificado",
        ago="há|atrás|ontem|hoje",
        units="segundos|minuto|minutos|hora|horas|dia|dias|feira",
        filler="em|às|as|de|o|e",
    ),
    "nl": DateWords(
        months=(
            "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug "
            "september|sep oktober|okt november|nov december|dec"
        ),
        weekdays="maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        published="gepubliceerd|geplaatst",
        updated="bijgewerkt|gewijzigd|aangepast",
        ago="geleden|gisteren|vandaag",
        units="seconden|minuten|uur|dagen",
        filler="op|om|laatst",
    ),
    "ru": DateWords(
        months=(
            "января|янв февраля|фев марта|мар апреля|апр мая|май июня|июн июля|июл августа|авг "
            "сентября|сен октября|окт ноября|ноя декабря|дек"
        ),
        weekdays="понедельник вторник среда четверг пятница суббота воскресенье",
        published="опубликовано|создано",
        updated="обновлено|изменено",
        ago="назад|вчера|сегодня",
        units="секунд|минут|минуты|час|часа|часов|дней",
        filler="в|г|года",  # noqa: RUF001 - Russian letters
    ),
    "ar": DateWords(
        months=(
            "يناير فبراير مارس أبريل|ابريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر "
            "نوفمبر ديسمبر"
        ),
        weekdays="الاثنين|الإثنين الثلاثاء الأربعاء|الاربعاء الخميس الجمعة السبت الأحد|الاحد",
        published="نشر|نُشر|النشر",
        updated="تحديث|التحديث|حُدّث",
        ago="منذ|قبل|أمس|اليوم",
        units="ثانية|دقيقة|دقائق|ساعة|ساعات|يوم|أيام",
        morning="ص|صباحا",
        afternoon="م|مساء",
        filler="آخر|في|تاريخ|الساعة|تم|غرينتش|بتوقيت",
    ),
    "hi": DateWords(
        months=(
            "जनवरी फरवरी|फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर "
            "नवंबर|नवम्बर दिसंबर|दिसम्बर"
        ),
        weekdays=("सोमवार|सोम मंगलवार|मंगल बुधवार|बुध गुरुवार|गुरु शुक्रवार|शुक्र शनिवार|शनि रविवार|रवि"),
        published="प्रकाशित",
        updated="अपडेट|अपडेटेड",
        ago="पहले|आज|कल",
        units="मिनट|घंटे|घंटा|दिन",
    ),
    "ja": DateWords(
        weekdays=(
            "月曜日|月曜 火曜日|火曜|火 水曜日|水曜|水 木曜日|木曜|木 金曜日|金曜|金 "
            "土曜日|土曜|土 日曜日|日曜"
        ),
        published="公開|掲載|配信|公開日",
        updated="更新|最終更新|更新日",
        ago="前|昨日|今日",
        units="秒前|分前|時間|時間前|日前",
        morning="午前",
        afternoon="午後",
    ),
    "zh": DateWords(
        weekdays=(
            "星期一|周一 星期二|周二 星期三|周三 星期四|周四 星期五|周五 星期六|周六 "
            "星期日|星期天|周日"
        ),
        published="发布|发布时间|發布|发表|時間|时间",
        updated="更新时间|更新時間|修改",
        ago="昨天|今天|刚刚",
        units="秒前|分钟前|小时前|天前",
        morning="上午|早上",
        afternoon="下午|晚上",
    ),
    "ko": DateWords(
        weekdays="월요일 화요일|화 수요일|수 목요일|목 금요일|금 토요일|토 일요일",
        published="입력|기사입력|등록|발행|승인|송고",
        updated="수정|최종수정|업데이트",
        ago="전|어제|오늘",
        units="초|분|시간",
        morning="오전",
        afternoon="오후",
    ),
}

ZONES: dict[str, int | str | None] = dict.fromkeys(
    ("amt", "ist", "cst", "bst", "ast", "mst", "gst", "ct", "mt")
) | {
    **dict.fromkeys(("utc", "gmt", "z", "wet"), 0),
    **dict.fromkeys(("cet", "mez", "west", "wat"), 60),
    **dict.fromkeys(("cest", "mesz", "eet", "cat", "sast"), 120),
    **dict.fromkeys(("eest", "msk", "мск", "eat"), 180),
    **dict.fromkeys(("jst", "kst"), 540),
    **dict.fromkeys(("hkt", "sgt", "awst"), 480),
    "pkt": 300,
    "wib": 420,
    "acst": 570,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
    "est": -300,
    "edt": -240,
    "cdt": -300,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "akst": -540,
    "akdt": -480,
    "hst": -600,
    "brt": -180,
    "art": -180,
    "et": "America/New_York",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
}
"""Minutes from UTC or a zone's IANA name; None where places share the letters: no zone."""
