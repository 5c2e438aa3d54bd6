"""Names of HTML, SVG and MathML elements and attributes, and CSS properties.

Source: HTML Living Standard, 2025.
"""

ELEMENTS = frozenset(
    """
    a abbr acronym address area article aside audio b bdi bdo big blink blockquote body br button
    canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div
    dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6
    head header hgroup hr html i iframe img input ins isindex kbd label legend li link main map
    mark marquee math menu meta meter nav nobr noframes noscript object ol optgroup option output
    p param picture pre progress q rp rt rtc ruby s samp script search section select slot small
    source span strike strong style sub summary sup svg table tbody td template textarea tfoot th
    thead time title tr track tt u ul var video wbr applet base basefont bgsound layer listing
    plaintext xmp rb multicol spacer
    """.split()
)

VOID = frozenset(
    """
    area base basefont bgsound br col embed frame hr img input isindex link meta param source
    spacer track wbr BR HR IMG
    """.split()
)

OPTIONAL_END = frozenset(
    """
    body colgroup dd dt head html li optgroup option p rb rp rt rtc tbody td tfoot th thead tr
    """.split()
)

RISKY_ELEMENTS = frozenset(
    """
    applet base basefont bgsound body embed frame frameset head html isindex layer link listing
    meta noframes object param plaintext script style title xmp
    """.split()
)

RISKY_ATTRIBUTES = frozenset(
    "background dynsrc formaction lowsrc manifest ping srcdoc http-equiv".split()
)

URL_ATTRIBUTES = frozenset("href src poster cite longdesc data usemap action".split())

ATTRIBUTES = frozenset(
    """
    abbr accept accept-charset accesskey action align allow allowfullscreen allowtransparency alt
    as async autocapitalize autocomplete autofocus autoplay axis bgcolor border bordercolor
    cellpadding cellspacing char charoff charset checked cite class clear color cols colspan
    compact content contenteditable controls controlslist coords crossorigin data datetime
    decoding default dir dirname disabled disablepictureinpicture download draggable enctype
    enterkeyhint face fetchpriority for form frame frameborder headers height hidden high
    href hreflang hspace id inert inputmode is ismap itemid itemprop itemref itemscope itemtype
    kind label lang language link list loading longdesc loop low marginheight marginwidth max
    maxlength media method min minlength multiple muted name nohref nonce noshade novalidate
    nowrap open optimum part pattern placeholder playsinline popover poster preload profile
    prompt property readonly referrerpolicy rel required rev reversed role rows rowspan
    rules sandbox scheme scope scrolling selected shape size sizes slot span spellcheck src
    srclang srcset start step style summary tabindex target title translate type typemustmatch
    typeof usemap valign value vocab vspace width wrap about datatype inlist prefix resource
    color-scheme webkitallowfullscreen mozallowfullscreen
    """.split()
)

SVG_ELEMENTS = frozenset(
    """
    a animate animateColor animateMotion animateTransform circle clipPath defs desc ellipse
    filter font-face font-face-name font-face-src foreignObject g glyph hkern image
    linearGradient line marker mask metadata missing-glyph mpath path pattern polygon polyline
    radialGradient rect set stop svg switch symbol text textPath title tspan use view
    clippath lineargradient radialgradient textpath foreignobject animatetransform
    """.split()
)

SVG_ATTRIBUTES = frozenset(
    """
    accent-height accumulate additive alphabetic arabic-form ascent attributeName attributeType
    baseProfile bbox begin by calcMode cap-height class clip-path clip-rule clipPathUnits color
    color-rendering content cx cy d descent display dominant-baseline dur dx dy end fill
    fill-opacity fill-rule filter font-family font-size font-stretch font-style font-variant
    font-weight from fx fy g1 g2 glyph-name gradientTransform gradientUnits hanging height
    horiz-adv-x horiz-origin-x id ideographic k keyPoints keySplines keyTimes lang markerHeight
    markerUnits markerWidth marker-end marker-mid marker-start mask mathematical max min name
    offset opacity orient origin overflow overline-position overline-thickness panose-1 path
    pathLength patternUnits patternTransform points preserveAspectRatio r refX refY repeatCount
    repeatDur requiredExtensions requiredFeatures restart rotate rx ry slope stemh stemv
    stop-color stop-opacity strikethrough-position strikethrough-thickness stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width systemLanguage target text-anchor to transform type u1 u2
    underline-position underline-thickness unicode unicode-range units-per-em values version
    viewBox visibility width widths x x-height x1 x2 xlink:actuate xlink:arcrole xlink:href
    xlink:role xlink:show xlink:title xlink:type xml:base xml:lang xml:space y y1 y2 zoomAndPan
    viewbox preserveaspectratio focusable style href
    """.split()
)

MATHML_ELEMENTS = frozenset(
    """
    annotation annotation-xml maction maligngroup malignmark math menclose merror mfenced mfrac
    mglyph mi mlabeledtr mlongdiv mmultiscripts mn mo mover mpadded mphantom mprescripts mroot
    mrow ms mscarries mscarry msgroup msline mspace msqrt msrow mstack mstyle msub msubsup msup
    mtable mtd mtext mtr munder munderover none semantics
    """.split()
)

MATHML_ATTRIBUTES = frozenset(
    """
    accent accentunder actiontype align alignmentscope altimg altimg-width altimg-height alttext
    bevelled charalign class close columnalign columnlines columnspacing columnspan columnwidth
    cd definitionURL denomalign depth dir display displaystyle edge encoding equalcolumns
    equalrows fence fontstyle fontweight form frame framespacing groupalign height href id
    indentalign indentshift infixlinebreakstyle largeop length linebreak linethickness location
    longdivstyle lquote lspace mathbackground mathcolor mathsize mathvariant maxsize minsize
    movablelimits notation numalign open other position rowalign rowlines rowspacing rowspan
    rspace rquote scriptlevel scriptminsize scriptsizemultiplier selection separator separators
    shift side src stretchy style subscriptshift superscriptshift symmetric voffset width
    xlink:href xlink:show xlink:type xmlns xmlns:xlink
    """.split()
)

SAFE_CSS_PROPERTIES = frozenset(
    """
    azimuth background background-color border border-bottom border-bottom-color
    border-bottom-style border-bottom-width border-collapse border-color border-left
    border-left-color border-left-style border-left-width border-right border-right-color
    border-right-style border-right-width border-style border-top border-top-color
    border-top-style border-top-width border-width clear color cursor direction display elevation
    float font font-family font-size font-style font-variant font-weight height letter-spacing
    line-height list-style-type margin margin-bottom margin-left margin-right margin-top overflow
    padding padding-bottom padding-left padding-right padding-top pause pause-after pause-before
    pitch pitch-range richness speak speak-header speak-numeral speak-punctuation speech-rate
    stress text-align text-decoration text-indent unicode-bidi vertical-align voice-family volume
    white-space width
    """.split()
)
"""CSS properties that feed readers commonly allow; they strip all others."""
