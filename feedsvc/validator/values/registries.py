"""Registered names: countries, currencies, link relations and URI schemes.

ISO 3166-1 and ISO 4217 as of 2025; https://www.iana.org/assignments/link-relations/ as of
January 2026; https://www.iana.org/assignments/uri-schemes/ as of 2025, in lower case.
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
