"""Lists of names: countries, currencies, link relations, URI schemes, HTML and CSS.

ISO 3166-1 and ISO 4217 as of 2025; https://www.iana.org/assignments/link-relations/ as of
January 2026; https://www.iana.org/assignments/uri-schemes/ as of 2025, in lower case; HTML, SVG,
MathML and CSS by the HTML Living Standard, 2025.
"""

COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM
    ZW
    """.split()
)

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()
)


RELATIONS = frozenset(
    """
    about acl alternate amphtml api-catalog appendix apple-touch-icon apple-touch-startup-image
    archives author blocked-by bookmark c2pa-manifest canonical chapter cite-as collection
    compression-dictionary contents convertedfrom copyright create-form current deprecation
    describedby describes disclosure dns-prefetch duplicate edit edit-form edit-media enclosure
    external first geofeed glossary help hosts hub ice-server icon index intervalAfter
    intervalBefore intervalContains intervalDisjoint intervalDuring intervalEquals
    intervalFinishedBy intervalFinishes intervalIn intervalMeets intervalMetBy
    intervalOverlappedBy intervalOverlaps intervalStartedBy intervalStarts item last
    latest-version license linkset lrdd manifest mask-icon me media-feed memento micropub
    modulepreload monitor monitor-group next next-archive nofollow noopener noreferrer opener
    openid2.local_id openid2.provider original P3Pv1 payment pingback preconnect
    predecessor-version prefetch preload prerender prev preview previous prev-archive
    privacy-policy profile publication related replies restconf ruleinput search section self
    service service-desc service-doc service-meta sip-trunking-capability sponsored start status
    stylesheet subsection successor-version sunset tag terms-of-service timegate timemap type ugc
    up version-history via webmention working-copy working-copy-of
    """.split()
)


SCHEMES = frozenset(
    """
    aaa aaas about acap acct acd acr adiumxtra adt afp afs aim amss android appdata apt ar ark
    at attachment aw barion bb beshare bitcoin bitcoincash blob bolo brid browserext cabal
    calculator callto cap cast casts chrome chrome-extension cid coap coap+tcp coap+ws coaps
    coaps+tcp coaps+ws com-eventbrite-attendee content content-type crid cstr cvs dab dat data
    dav dhttp diaspora dict did dis dlna-playcontainer dlna-playsingle dns dntp doi dpp drm drop
    dtmi dtn dvb dvx dweb ed2k eid elsi embedded ens esim ethereum example facetime fax feed
    feedready fido file filesystem finger first-run-pen-experience fish fm ftp
    fuchsia-pkg geo gg git gitoid gizmoproject go gopher graph grd gtalk h323 ham hcap hcp
    hs20 http https hxxp hxxps hydrazone hyper iax icap icon ilstring im imap info iotdisco ipfs
    ipn ipns ipp ipps irc irc6 ircs iris iris.beep iris.lwz iris.xpc iris.xpcs isostore itms
    jabber jar jms keyparc lastfm lbry ldap ldaps leaptofrogans lid lorawan lpa lvlt magnet
    mailserver mailto maps market matrix message microsoft.windows.camera mid mms
    modem mongodb moz ms-access ms-excel ms-word mss mt mtqp mumble mupdate mvn mvrp mvrps news
    nfs ni nih nntp notes num ocf oid onenote opaquelocktoken openid openpgp4fpr otpauth p1
    pack palm paparazzi payment payto pkcs11 platform pop pres prospero proxy psyc pttp pwid qb
    query quic-transport redis rediss reload res resource rmi rsync rtmfp rtmp rtsp rtsps rtspu
    sarif secondlife secret-token service session sftp sgn shc shttp sieve simpleledger
    simplex sip sips skype smb smp sms smtp snews snmp soap.beep soap.beeps soldat spiffe spotify
    ssb ssh starknet steam stun stuns submit svn swh swid swidpath tag taler teamspeak teapot tel
    teliaeid telnet tftp things thismessage thzp tip tn3270 tool turn turns tv udp unreal upn upt
    urn ut2004 uuid-in-package v-event vemmi ventrilo ves videotex vnc view-source vscode
    vscode-insiders vsls w3 wais wasm wasm-js wcr web+ap web3 webcal wifi wpid ws wss wtai
    wyciwyg xcon xcon-userid xfire xftp xmlrpc.beep xmlrpc.beeps xmpp xrcp xri ymsgr z39.50
    z39.50r z39.50s
    """.split()
)


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
