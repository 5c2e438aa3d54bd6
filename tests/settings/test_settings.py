import pytest

from feedsvc.errors import SettingsError
from feedsvc.settings import FeedSettings, LimitSettings, Settings, load_settings


@pytest.fixture
def toml(tmp_path):
    def write(text):
        path = tmp_path / "feedsvc.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_without_a_file_all_settings_have_their_defaults(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={}) == Settings()


def test_the_file_in_the_working_folder_is_read(toml, tmp_path, monkeypatch):
    toml('title = "Harbour Post"')
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={}).title == "Harbour Post"


def test_paths_are_relative_to_the_settings_file(toml, tmp_path):
    settings = load_settings(toml('stories = "texts"\noutput = "/srv/www"'), {})
    assert settings.stories == str(tmp_path / "texts")
    assert settings.output == "/srv/www"
    assert settings.catalog == str(tmp_path / ".feedsvc/catalog.db")


def test_the_url_of_a_database_is_not_made_a_path(toml):
    settings = load_settings(toml('catalog = "postgresql+psycopg://db/news"'), {})
    assert settings.catalog == "postgresql+psycopg://db/news"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('titel = "x"', '1: unknown setting "titel"; did you mean "title"?'),
        ("\nwholly_unknown = 1", '2: unknown setting "wholly_unknown"; expected one of title, '),
        (
            'base_url = "news.example"',
            '1: invalid base_url: "news.example"; expected a URL such as',
        ),
        (
            '[[feeds]]\nname = "Big News"',
            '2: invalid feeds[0].name: "Big News"; expected a name of',
        ),
        (
            '[[feeds]]\nname = "a"\nlimits = 1',
            '3: unknown setting "limits" in [[feeds]]; did you mean "limit"?',
        ),
        ('[[feeds]]\nname = "a"\n[[feeds]]\nname = "a"', '4: two feeds are named "a"'),
        ('[[feeds]]\ntag = "a"', '1: missing setting "name" in [[feeds]]; add name = "'),
        ("[limits]\nstory_bytes = 0", "2: invalid limits.story_bytes: 0; expected an integer of"),
        ("limits.story_bytes = 0", "1: invalid limits.story_bytes: 0; expected an integer of"),
        ("[limits]\nstories = 1", '2: unknown setting "stories" in [limits]; did you mean "story'),
        ("limits = 1", "1: invalid limits: expected the table [limits]"),
        ('hubs = ["https://h.example/", "x"]', '1: invalid hubs[1]: "x"; expected a URL such as'),
        ('timezone = "Mars/Crater"', '1: invalid timezone: "Mars/Crater"; expected an IANA time'),
        ('timezone = "../etc"', '1: invalid timezone: "../etc"; expected an IANA time zone'),
        ('limit = "many"', '1: invalid limit: "many"; expected an integer of at least 1'),
        ('content = "half"', '1: invalid content: "half"; expected "full" or "summary"'),
        ('id_authority = "example.org"', "expected a domain and date such as"),
        ('cloud = "rpc.example.net:80"', "expected a URL with a path such as http://rpc."),
        ('cloud = "http://rpc.example.net:65536/"', "expected a URL with a path such as http"),
        ('cloud = "http://rpc.example.net"', "expected a URL with a path such as http://rpc."),
        ('language = "en_US"', '1: invalid language: "en_US"; expected a language tag such as'),
        ("title = ", "invalid TOML: invalid value"),
        ("title = 1 2", ":1:11: invalid TOML: expected newline or end of document"),
    ],
)
def test_an_invalid_setting_is_reported_in_one_line_with_file_line_and_cure(toml, text, message):
    path = toml(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(path, {})
    assert str(caught.value).startswith(f"{path}:")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_named_in_the_environment_is_an_error(tmp_path):
    with pytest.raises(SettingsError, match=r"absent\.toml: cannot be read"):
        load_settings(None, {"FEEDSVC_CONFIG": str(tmp_path / "absent.toml")})


def test_a_file_in_another_encoding_is_an_error(tmp_path):
    path = tmp_path / "feedsvc.toml"
    path.write_bytes('title = "Zürich"'.encode("latin-1"))
    with pytest.raises(SettingsError, match="not UTF-8 at byte 10"):
        load_settings(path, {})


def test_environment_variables_override_the_file(toml):
    settings = load_settings(
        toml('title = "File"\nlimit = 5\nrights = "kept"'),
        {
            "FEEDSVC_TITLE": "Environment",
            "FEEDSVC_LIMIT": "7",
            "FEEDSVC_LIMITS_STORY_BYTES": "1000",
            "FEEDSVC_AUTHOR": "The Desk",
            "FEEDSVC_BASE_URL": "https://news.example/",
            "PATH": "/bin",
        },
    )
    assert (settings.title, settings.limit, settings.rights) == ("Environment", 7, "kept")
    assert settings.limits == LimitSettings(story_bytes=1000)
    assert settings.author
    assert settings.author.name == "The Desk"
    assert settings.base_url == "https://news.example"


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("FEEDSVC_TITEL", "x", r"FEEDSVC_TITEL: unknown setting; did you mean FEEDSVC_TITLE\?"),
        ("FEEDSVC_ZZZZ", "x", "FEEDSVC_ZZZZ: unknown setting; 'feedsvc init' lists all settings"),
        ("FEEDSVC_LIMIT", "many", 'FEEDSVC_LIMIT: invalid limit: "many"; expected an integer'),
        ("FEEDSVC_FEEDS", "x", "FEEDSVC_FEEDS: this can only be set in feedsvc.toml"),
    ],
)
def test_an_invalid_environment_variable_is_named(variable, value, message):
    with pytest.raises(SettingsError, match=message):
        load_settings(environment={variable: value})


def test_the_authority_is_derived_from_the_host_until_it_is_set():
    assert Settings(base_url="https://news.example:8080/x").authority == "news.example,2026"
    assert Settings(id_authority="example.org,2020").authority == "example.org,2020"


def test_a_different_folder_of_stories_has_its_own_catalog(tmp_path):
    settings = Settings(stories=str(tmp_path / "a"))
    same = settings.with_overrides(stories=f"{tmp_path}/./a", output="out", base_url="http://h/")
    other = settings.with_overrides(stories=str(tmp_path / "b"))
    assert (same.catalog, same.output, same.base_url) == (settings.catalog, "out", "http://h")
    assert other.catalog != settings.catalog
    assert other.catalog == settings.with_overrides(stories=str(tmp_path / "b")).catalog


def test_feeds_keep_the_order_of_the_file(toml):
    settings = load_settings(toml('[[feeds]]\nname = "b"\ntag = "sea"\n[[feeds]]\nname = "a"'), {})
    assert settings.feeds == (FeedSettings(name="b", tag="sea"), FeedSettings(name="a"))


def test_the_table_reading_is_read_from_file_and_environment(toml):
    text = '[reading]\nday_first = true\nzones = { ist = "Asia/Kolkata" }\nnoise = ["Ad"]'
    reading = load_settings(toml(text), {"FEEDSVC_READING_REPAIR": "true"}).reading
    assert (reading.day_first, reading.zones["ist"], reading.noise) == (
        True,
        "Asia/Kolkata",
        ("Ad",),
    )
    assert reading.repair


@pytest.mark.parametrize("variable", ["FEEDSVC_READING_ZONES", "FEEDSVC_READING_NOISE"])
def test_tables_and_arrays_can_only_be_set_in_the_file(variable):
    with pytest.raises(SettingsError, match=f"{variable}: this can only be set in feedsvc.toml"):
        load_settings(environment={variable: "x"})


def test_an_abbreviation_stands_for_an_existing_time_zone(toml):
    with pytest.raises(SettingsError, match=r'toml:2: invalid reading\.zones\.ist: "Nowhere"'):
        load_settings(toml('[reading]\nzones = { ist = "Nowhere" }'), {})


def test_repair_can_be_switched_on_for_one_command():
    assert Settings().with_overrides(repair=True).reading.repair
