"""The words around a story on a page, by language: data for the line reader; add to it here."""

from feedsvc.parsers.newstext.morewords import MORE_WORDS, PageWords

PAGE_WORDS: dict[str, PageWords] = {
    "en": PageWords(
        by=(
            "by|written by|author|words by|words|reported by|story by|analysis by|opinion by|"
            "compiled by|text by|report by"
        ),
        desks=(
            "editorial|editorial board|the editorial board|staff|staff reports|staff report|"
            "staff writer|staff writers|staff reporter|our correspondent|our reporter|newsroom|"
            "news desk|web desk|agencies"
        ),
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
            "pinterest|messenger|reddit|telegram|instagram|youtube|x|bluesky|threads|copy url|"
            "bookmark|save article|save for later|gift article|gift this article|share article|"
            "share options|add to favorites|text size|font size|read this story|read full story|"
            "read full article|read the full story|continue reading|continue reading below|"
            "keep reading|learn more|news provided by|our standards|accept all|accept cookies|"
            "accept all cookies|reject all|manage cookies|cookie settings|privacy policy|"
            "terms of use|contact us|newsletter|newsletters|add a comment|join the conversation|"
            "join the discussion|listen now|play video|play audio|video player is loading.|"
            "article content|hide caption|toggle caption|enlarge this image|show caption|"
            "image source|get the app"
        ),
        furniture_starts=(
            "share on |share via |share this |tweet on |follow us |like us on |follow rt |sign up |"
            "subscribe to |subscribe no|click here|print this |please, fill the form|"
            "read more about sharing|stay up to date |via syndigate|download our app|"
            "download the app|have your say|give us feedback|you must log in|image copyright @|"
            "reuse this content|join our |by clicking|scroll down|story continues |this video |"
            "your browser |enable javascript|our standards:|this article is more than |"
            "we use cookies|this site uses cookies|this website uses cookies|already a subscriber|"
            "find us on |you can unsubscribe|by signing up|thank you for reading|thanks for reading"
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
            "latest stories|top stories|most watched|most commented|most shared|most discussed|"
            "more top stories|in other news|sponsored links|paid content|readers' comments|"
            "promoted stories|sponsored content|from around the web|trends"
        ),
        notes=(
            "editor:|reach the reporter|contact the reporter|email the author|"
            "(reporting by|(additional reporting|(editing by|(sourcing|(writing by|"
            "(with inputs from|(with input from|(this story|reporting by|editor's note|"
            "editors' note|[editor|(editor|editing by |additional reporting by|"
            "additional reporting:|(reuters staff|(this version|(refiles|(adds |(updates |"
            "(corrects |follow the reporter|(compiled by"
        ),
        corrections="correction|clarification|corrections and clarifications",
        sources="source|sources",
        photo=(
            "photo|photos|photograph|photograph by|photo by|photo credit|image|images|image credit|"
            "supplied|screengrab|social media|picture|pictures|picture credit|credit|file|"
            "file photo|handout|courtesy|courtesy of|submitted photo|via|getty|shutterstock|"
            "illustration|graphic|image copyright|screenshot|pool"
        ),
    ),
    "fr": PageWords(
        by="par|propos recueillis par|texte",
        desks="la rédaction|rédaction",
        jobs="journaliste|correspondant|correspondante",
        furniture=(
            "partager|suivre|imprimer|publicité|accueil|commenter|commentaires|lire plus|"
            "lire la suite|lire l'article|ajouter à mes favoris|enregistrer|offrir l'article|"
            "réagir|tout accepter|tout refuser|vous êtes ici|fermer|envoyer|copier le lien|"
            "s'abonner|écouter"
        ),
        furniture_starts=(
            "partager sur |partager cet |suivez-nous|nous utilisons des cookies|article réservé|"
            "cet article est réservé|abonnez-vous|inscrivez-"
        ),
        highlights="l'essentiel|points clés|en bref|à retenir|les points clés",
        related="à lire aussi|lire aussi|sur le même sujet|articles liés",
        related_starts="lire aussi|à lire aussi|voir aussi|à lire :|lire :",
        topics="thèmes|sujets|mots-clés|mots clés|tags",
        ends=(
            "les plus lus|à lire ensuite|à ne pas manquer|contenus sponsorisés|à la une|"
            "dans la même rubrique|réactions|sur le web"
        ),
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
            "comentarios|reportar error|enviar|enviado|error|leer más|guardar|ver comentarios|"
            "añadir comentario|aceptar|aceptar cookies|rechazar|suscribirse|escuchar|"
            "introduzca el texto aquí|usted está aquí|cerrar|copiar enlace"
        ),
        furniture_starts=(
            "compartir en |síguenos|regístrate|usamos cookies|utilizamos cookies|siga |suscríbete|"
            "suscríbase"
        ),
        highlights="claves|las claves|puntos clave|lo más importante|en resumen",
        related="mira también|lea también|te puede interesar|noticias relacionadas",
        related_starts=(
            "también puede leer|lea también|lee también|le puede interesar|lea además|"
            "mira también:|te puede interesar|ver también|lea:"
        ),
        topics="temas|temas relacionados|etiquetas|palabras clave",
        ends=(
            "otras noticias|lo más visto|lo último|te recomendamos|más noticias|lo más leído|"
            "más leídas|últimas noticias"
        ),
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
            "weiterlesen|artikel anhören|anhören|kommentar schreiben|alle akzeptieren|"
            "zur startseite|speichern|artikel teilen|verschenken|sie sind hier|schließen|mehr|"
            "vorlesen|link kopieren|abonnieren"
        ),
        furniture_starts=(
            "teilen auf |auf facebook |folgen sie uns|newsletter abonnieren|wir verwenden cookies|"
            "diese website verwendet|jetzt abonnieren"
        ),
        highlights="das wichtigste|das wichtigste in kürze|auf einen blick|kurz gefasst",
        related="lesen sie auch|mehr zum thema|auch interessant|zum thema",
        related_starts="lesen sie auch|mehr zum thema|siehe auch|lesen sie hier",
        topics="themen|schlagworte|schlagwörter|stichworte",
        ends=(
            "meistgelesen|meist gelesen|am meisten gelesen|meistkommentiert|weitere artikel|"
            "meistgelesene artikel|das könnte sie auch interessieren"
        ),
        notes="(mit material von|mit material von|anmerkung der redaktion",
        corrections="korrektur|berichtigung|richtigstellung",
        sources="quelle|quellen",
        photo="foto|fotos|bild|bilder|archivbild|archivfoto|symbolbild",
    ),
    "it": PageWords(
        by="di|a cura di|da",
        desks="redazione|la redazione",
        furniture=(
            "condividi|segui|stampa|pubblicità|commenta|leggi tutto|salva|ascolta|commenti|"
            "iscriviti|abbonati|ascolta l'articolo"
        ),
        furniture_starts="condividi su |seguici |utilizziamo i cookie|riproduzione riservata",
        related="leggi anche|articoli correlati",
        related_starts="leggi anche",
        topics="argomenti|tag|etichette",
        ends="i più letti|più lette|potrebbe interessarti|ultime notizie",
        corrections="rettifica|errata corrige",
        sources="fonte|fonti",
        photo="foto|fotografia|immagine|archivio",
    ),
    "pt": PageWords(
        by="por",
        desks="redação|da redação",
        furniture=(
            "compartilhar|compartilhe|partilhar|seguir|imprimir|publicidade|comentar|comentários|"
            "salvar|ouvir|continua após a publicidade|aceitar|assine"
        ),
        furniture_starts="compartilhar no |compartilhe no |siga-nos|inscreva-se|usamos cookies",
        related="leia também|veja também|leia mais|saiba mais",
        related_starts="leia também|veja também|leia mais|saiba mais",
        topics="tópicos|assuntos|etiquetas|tags",
        ends="mais lidas|mais lidos|mais vistos|últimas notícias",
        corrections="correção|errata",
        sources="fonte|fontes",
        photo="foto|fotos|imagem|crédito|reprodução|divulgação|arquivo",
    ),
    "nl": PageWords(
        by="door",
        desks="redactie|onze redactie",
        furniture=(
            "delen|volgen|advertentie|reageren|opslaan|luisteren|reacties|accepteren|abonneren|"
            "deel dit artikel|lees meer"
        ),
        furniture_starts="volg ons|deel op |wij gebruiken cookies",
        related="lees ook",
        related_starts="lees ook",
        ends="meest gelezen|best gelezen|meest bekeken",
        sources="bron",
        photo="foto|beeld",
    ),
} | MORE_WORDS
