"""The words around a story on a page, by language: data for the line reader; add to it here."""

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


PAGE_WORDS: dict[str, PageWords] = {
    "en": PageWords(
        by="by|written by|author|words by|reported by|story by",
        desks="editorial|staff|staff reports|staff report|staff writer|newsroom",
        jobs="writer|reporter|correspondent|editor|columnist|contributor|staff",
        furniture=(
            "short url|get short url|follow|following|share|tweet|comment|comments|print|email|"
            "report|report error|report an error|caption|close|menu|home|search|save|you are here|"
            "advertisement|advertising|ad|sponsored|story continues below|"
            "story continues below advertisement|story continues below gallery|"
            "article continues below|back to gallery|back to top|copy this link|copy link|copied|"
            "share this with|share this|share this article|share this story|reprints|"
            "close share panel|these are external links and will open in a new window|"
            "skip advertisement|skip to content|listen|watch live|listen to this article|loading|"
            "loading...|view comments|show comments|leave a comment|no comments|breaking news|live|"
            "exclusive|this article has been adapted from its original source.|subscribe|sign in|"
            "log in|register|read more|show more|load more|photos|video|"
            "like this story? share it with a friend!|follow us|facebook|twitter|whatsapp|linkedin|"
            "pinterest|messenger|reddit|telegram|instagram|youtube|x"
        ),
        furniture_starts=(
            "share on |share via |share this |tweet on |follow us |like us on |follow rt |sign up |"
            "subscribe to |subscribe no|click here|print this |please, fill the form|"
            "read more about sharing|stay up to date |via syndigate|download our app|"
            "download the app|have your say|give us feedback|you must log in|image copyright @|"
            "reuse this content|join our |by clicking|scroll down|story continues |this video |"
            "your browser |enable javascript"
        ),
        highlights=(
            "highlights|key points|key takeaways|at a glance|in brief|summary|the essentials|"
            "quick take|story highlights|in summary"
        ),
        related=(
            "more|related|related links|related stories|related articles|read also|see also|"
            "also read|more on this story|recommended|related topics|related content|more stories|"
            "more from this section"
        ),
        related_starts=(
            "also on |more on |read more:|read also:|also read:|see also:|read:|related:|watch:|"
            "watch now:|recommended:|more:|listen:"
        ),
        topics="topics|tags|related tags|filed under|keywords|topics:|labels",
        ends=(
            "most popular|trending now|trending|most read|most viewed|comments|latest news|"
            "you may also like|you might also like|editor's picks|editors' picks|popular now|"
            "recommended for you|more from the web|what to read next|read next|up next|"
            "latest stories|top stories|promoted stories|sponsored content|from around the web|"
            "trends"
        ),
        notes=(
            "(reporting by|(additional reporting|(editing by|(sourcing|(writing by|"
            "(with inputs from|(with input from|(this story|reporting by|editor's note|"
            "editors' note|[editor|(editor|follow the reporter|(compiled by"
        ),
        corrections="correction|clarification|corrections and clarifications",
        sources="source|sources",
        photo=(
            "photo|photos|photograph|photograph by|photo by|photo credit|image|images|image credit|"
            "supplied|screengrab|social media|"
            "picture|pictures|picture credit|credit|file|file photo|handout|courtesy|courtesy of|"
            "submitted photo|via|getty|shutterstock|illustration|graphic|image copyright|"
            "screenshot|pool"
        ),
    ),
    "fr": PageWords(
        by="par|propos recueillis par|texte",
        desks="la rédaction|rédaction",
        jobs="journaliste|correspondant|correspondante",
        furniture=(
            "partager|suivre|imprimer|publicité|accueil|commenter|commentaires|lire plus|"
            "lire la suite|vous êtes ici|fermer|envoyer|copier le lien|s'abonner|écouter"
        ),
        furniture_starts="partager sur |partager cet |suivez-nous|abonnez-vous|inscrivez-",
        highlights="l'essentiel|points clés|en bref|à retenir|les points clés",
        related="à lire aussi|lire aussi|sur le même sujet|articles liés",
        related_starts="lire aussi|à lire aussi|voir aussi|à lire :|lire :",
        topics="thèmes|sujets|mots-clés|mots clés|tags",
        ends="les plus lus|à la une|dans la même rubrique|réactions|sur le web",
        notes="(avec afp|(avec |avec afp",
        corrections="rectificatif|correction|erratum",
        sources="source|sources",
        photo="photo|crédit|crédit photo|image|illustration|archives",
    ),
    "es": PageWords(
        by="por|autor|autora|texto",
        desks="redacción|la redacción",
        jobs="periodista|corresponsal|redactor|redactora",
        furniture=(
            "compartir|compartir esta noticia|seguir|imprimir|publicidad|inicio|comentar|"
            "comentarios|reportar error|enviar|enviado|error|leer más|suscribirse|escuchar|"
            "introduzca el texto aquí|usted está aquí|cerrar|copiar enlace"
        ),
        furniture_starts="compartir en |síguenos|siga |suscríbete|suscríbase",
        highlights="claves|las claves|puntos clave|lo más importante|en resumen",
        related="mira también|lea también|te puede interesar|noticias relacionadas",
        related_starts=(
            "también puede leer|lea también|lee también|le puede interesar|lea además|"
            "mira también:|te puede interesar|ver también|lea:"
        ),
        topics="temas|temas relacionados|etiquetas|palabras clave",
        ends="otras noticias|más noticias|lo más leído|más leídas|últimas noticias",
        notes="aviso importante|(con información de|con información de",
        corrections="corrección|fe de errores|rectificación",
        sources="fuente|fuentes",
        photo="foto|fotos|fotografía|imagen|crédito|archivo|cortesía",
    ),
    "de": PageWords(
        by="von|autor|autorin|text",
        desks="redaktion|die redaktion",
        jobs="redakteur|redakteurin|korrespondent|korrespondentin",
        furniture=(
            "teilen|folgen|drucken|anzeige|werbung|startseite|kommentieren|kommentare|merken|"
            "weiterlesen|sie sind hier|schließen|mehr|vorlesen|link kopieren|abonnieren"
        ),
        furniture_starts="teilen auf |auf facebook |folgen sie uns|jetzt abonnieren",
        highlights="das wichtigste|das wichtigste in kürze|auf einen blick|kurz gefasst",
        related="lesen sie auch|mehr zum thema|auch interessant|zum thema",
        related_starts="lesen sie auch|mehr zum thema|siehe auch|lesen sie hier",
        topics="themen|schlagworte|schlagwörter|stichworte",
        ends="meistgelesen|meistgelesene artikel|das könnte sie auch interessieren",
        notes="(mit material von|mit material von|anmerkung der redaktion",
        corrections="korrektur|berichtigung|richtigstellung",
        sources="quelle|quellen",
        photo="foto|fotos|bild|bilder|archivbild|archivfoto|symbolbild",
    ),
    "it": PageWords(
        by="di|a cura di|da",
        desks="redazione|la redazione",
        furniture="condividi|segui|stampa|pubblicità|commenta|leggi tutto",
        related="leggi anche|articoli correlati",
        related_starts="leggi anche",
        topics="argomenti|tag|etichette",
        ends="i più letti|ultime notizie",
        corrections="rettifica|errata corrige",
        sources="fonte|fonti",
        photo="foto|fotografia|immagine|archivio",
    ),
    "pt": PageWords(
        by="por",
        desks="redação|da redação",
        furniture="compartilhar|compartilhe|partilhar|seguir|imprimir|publicidade",
        related="leia também|veja também|leia mais|saiba mais",
        related_starts="leia também|veja também|leia mais|saiba mais",
        topics="tópicos|assuntos|etiquetas|tags",
        ends="mais lidas|últimas notícias",
        corrections="correção|errata",
        sources="fonte|fontes",
        photo="foto|fotos|imagem|crédito|reprodução|divulgação|arquivo",
    ),
    "nl": PageWords(
        by="door",
        desks="redactie|onze redactie",
        furniture="delen|volgen|advertentie|reageren",
        related="lees ook",
        related_starts="lees ook",
        ends="meest gelezen",
        sources="bron",
        photo="foto|beeld",
    ),
    "ru": PageWords(
        by="автор",
        furniture="поделиться|реклама|комментарии|печать",
        related="читайте также",
        related_starts="читайте также",
        topics="теги|темы",
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
