"""The words of dates in languages of other than Latin letters, and how any language is told."""

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


OTHER_SCRIPTS: dict[str, DateWords] = {
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
    "uk": DateWords(
        months=(
            "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
        ),
        published="опубліковано",
        updated="оновлено",
        ago="тому|вчора|сьогодні",
        filler="о|року",  # noqa: RUF001 - Ukrainian letters
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
