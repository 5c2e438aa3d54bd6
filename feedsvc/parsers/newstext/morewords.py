"""The words around a story in further languages, and how those of any language are told."""

# ruff: noqa: RUF001 - Turkish letters

import msgspec


class PageWords(msgspec.Struct, frozen=True, kw_only=True):
    """How one language labels the parts of a page; bars part the words, case does not count.

    `by` leads a byline, `desks` sign instead of a person, `jobs` follow a name. `furniture`
    are whole lines that belong to the page, `furniture_starts` how such lines begin.
    `highlights`, `related` and `topics` head a list of that kind, `ends` heads what is
    never part of the story. `related_starts` begin a link to another story, `notes` an
    editor's note, `corrections` a correction, `sources` a source line; `photo` marks a
    credit.
    """

    by: str = ""
    desks: str = ""
    jobs: str = ""
    furniture: str = ""
    furniture_starts: str = ""
    highlights: str = ""
    related: str = ""
    related_starts: str = ""
    topics: str = ""
    ends: str = ""
    notes: str = ""
    corrections: str = ""
    sources: str = ""
    photo: str = ""


MORE_WORDS: dict[str, PageWords] = {
    "da": PageWords(
        by="af|skrevet af|tekst",
        jobs="journalist|redaktør",
        furniture="del|del artiklen|annonce|gem|kommentarer|luk|læs mere|lyt",
        furniture_starts="følg os|del på |vi bruger cookies",
        related="læs også|relaterede artikler",
        related_starts="læs også",
        topics="emner",
        ends="mest læste|mest læst|seneste nyt",
        sources="kilde|kilder",
        photo="foto|arkivfoto|billede",
    ),
    "nb": PageWords(
        by="av|skrevet av",
        furniture="annonse|lagre|kommentarer|skriv ut|lukk|les mer|lytt",
        furniture_starts="følg oss|vi bruker informasjonskapsler",
        related="les også|relaterte saker",
        related_starts="les også",
        ends="mest lest|siste nytt",
        photo="bilde|arkivbilde",
    ),
    "sv": PageWords(
        by="av|text",
        jobs="reporter|redaktör",
        furniture="dela|dela artikeln|annons|spara|kommentarer|skriv ut|stäng|lyssna",
        furniture_starts="följ oss|dela på |vi använder cookies|vi använder kakor",
        related="läs också|läs även|läs mer",
        related_starts="läs också|läs även|läs mer",
        topics="ämnen",
        ends="mest läst|mest lästa|senaste nytt",
        sources="källa|källor",
        photo="foto|bild|arkivbild",
    ),
    "pl": PageWords(
        by="autor|autorka",
        furniture="udostępnij|reklama|komentarze|drukuj|zapisz|zamknij|czytaj więcej",
        related="czytaj także|czytaj też|zobacz także|zobacz też",
        related_starts="czytaj także|czytaj też|czytaj również|zobacz także|zobacz też",
        topics="tagi|tematy",
        ends="najczęściej czytane|najnowsze|polecamy",
        sources="źródło|źródła",
        photo="fot|zdjęcie",
    ),
    "tr": PageWords(
        furniture="paylaş|yorumlar|yazdır|reklam|abone ol",
        related="ilgili haberler|ayrıca okuyun",
        related_starts="ayrıca okuyun",
        topics="etiketler",
        ends="çok okunanlar|en çok okunanlar",
        sources="kaynak",
        photo="fotoğraf",
    ),
    "ru": PageWords(
        by="автор",
        furniture="поделиться|реклама|подписаться|сохранить|слушать|комментарии|печать",
        related="читайте также",
        related_starts="читайте также",
        topics="теги|темы",
        ends="самое читаемое|популярное|самое популярное|новости партнеров",
        sources="источник",
        photo="фото",
    ),
    "ar": PageWords(
        by="بقلم|كتب|كتبت",
        furniture="مشاركة|شارك|تابع|إعلان|طباعة|تعليقات",
        related="اقرأ أيضا|اقرأ أيضاً|مواضيع ذات صلة",
        related_starts="اقرأ أيضا|اقرأ أيضاً|اقرأ المزيد",
        topics="كلمات مفتاحية|الوسوم",
        ends="الأكثر قراءة",
        sources="المصدر",
        photo="صورة|الصورة|تصوير",
    ),
    "hi": PageWords(
        jobs="संवाददाता|ब्यूरो|डेस्क",
        related_starts="यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें",
        photo="फोटो|फाइल फोटो",
    ),
    "ja": PageWords(
        by="文|執筆|著者|記者",
        furniture="シェア|ツイート|印刷|コメント|広告|フォローする|保存",
        related="関連記事|あわせて読みたい|関連リンク",
        topics="タグ|キーワード|トピックス",
        ends="ランキング|アクセスランキング|おすすめ記事",
        corrections="訂正",
        sources="出典|情報源",
        photo="写真|撮影|提供|資料写真",
    ),
    "zh": PageWords(
        by="作者|撰文|评论员",
        furniture="微信|微博|评论|分享|收藏|打印|字号|图集|关注新华网|qzone|朋友圈|返回顶部|举报",
        furniture_starts="责任编辑|【纠错】|【责任编辑|扫一扫",
        related="相关新闻|相关阅读|延伸阅读|相關新聞",
        topics="标签|关键词|標籤",
        ends="热门新闻|推荐阅读|热点推荐",
        corrections="更正",
        sources="来源|來源|消息来源|稿源",
        photo="摄|图片|图|图源|攝|资料图",
    ),
    "ko": PageWords(
        by="글|기자",
        furniture="공유|댓글|인쇄|광고|구독",
        related="관련기사|관련 기사",
        topics="태그|키워드",
        ends="많이 본 뉴스|인기 기사",
        sources="출처",
        photo="사진|사진제공",
    ),
}
