"""The words of dates by language, and the zones: data for `dates.py`; add a language here."""

# ruff: noqa: RUF001 - Turkish letters

from feedsvc.parsers.dates.scripts import OTHER_SCRIPTS, DateWords

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
        published="published|posted|created|released|release|filed|issued",
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
        filler="op|om|laatst|laatste",
    ),
    "da": DateWords(
        months=(
            "januar|jan februar|feb marts april|apr maj juni|jun juli|jul august|aug "
            "september|sept|sep oktober|okt november|nov december|dec"
        ),
        weekdays="mandag tirsdag onsdag torsdag fredag lørdag søndag",
        published="offentliggjort|publiceret|udgivet|oprettet",
        updated="opdateret|ændret",
        ago="siden",
        units="sekunder|minutter|time|timer|dage",
        filler="kl|d|den|sidst|senest",
    ),
    "nb": DateWords(
        months=(
            "januar|jan februar|feb mars april|apr mai juni|jun juli|jul august|aug "
            "september|sept|sep oktober|okt november|nov desember|des"
        ),
        published="publisert",
        updated="oppdatert|endret",
        filler="kl|sist",
    ),
    "sv": DateWords(
        months=(
            "januari|jan februari|feb mars april|apr maj juni|jun juli|jul augusti|aug "
            "september|sept|sep oktober|okt november|nov december|dec"
        ),
        weekdays="måndag tisdag onsdag torsdag fredag lördag söndag",
        published="publicerad|publicerat|skapad",
        updated="uppdaterad|uppdaterat|ändrad",
        ago="sedan|igår|idag",
        filler="kl|senast",
    ),
    "fi": DateWords(
        months=(
            "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta "
            "elokuuta syyskuuta lokakuuta marraskuuta joulukuuta"
        ),
        published="julkaistu",
        updated="päivitetty|muokattu",
        filler="klo",
    ),
    "pl": DateWords(
        months=(
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września "
            "października listopada grudnia"
        ),
        weekdays="poniedziałek wtorek środa czwartek piątek sobota niedziela",
        published="opublikowano|publikacja|dodano",
        updated="aktualizacja|zaktualizowano",
        ago="temu|wczoraj|dzisiaj",
        filler="godz|r|o",
    ),
    "cs": DateWords(
        months=(
            "ledna února března dubna května června července srpna září října listopadu prosince"
        ),
        weekdays="pondělí úterý středa čtvrtek pátek sobota neděle",
        published="publikováno|vydáno",
        updated="aktualizováno",
        filler="v|ve",
    ),
    "tr": DateWords(
        months=("ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"),
        weekdays="pazartesi salı çarşamba perşembe cuma cumartesi pazar",
        published="yayınlanma|yayınlandı|giriş|oluşturulma",
        updated="güncelleme|güncellendi",
        ago="önce|dün|bugün",
        filler="tarihi|saat",
    ),
} | OTHER_SCRIPTS

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
