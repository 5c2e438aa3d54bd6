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


def test_a_site_without_settings_has_all_defaults(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={}) == Settings()


def test_the_file_of_the_working_folder_is_read(toml, tmp_path, monkeypatch):
    toml('title = "Harbour Post"')
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={}).title == "Harbour Post"


def test_paths_are_relative_to_the_settings_file(toml, tmp_path):
    settings = load_settings(toml('stories = "texts"\noutput = "/srv/www"'), {})
    assert settings.stories == str(tmp_path / "texts")
    assert settings.output == "/srv/www"
    assert settings.catalog == str(tmp_path / ".feedsvc/catalog.db")


def test_an_address_of_a_database_is_kept_as_it_is(toml):
    settings = load_settings(toml('catalog = "postgresql+psycopg://db/news"'), {})
    assert settings.catalog == "postgresql+psycopg://db/news"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('titel = "x"', "titel: no such key; allowed are title, "),
        ('base_url = "news.example"', "base_url: expected an address such as https://"),
        ('[[feeds]]\nname = "Big News"', "feeds[0].name: expected a name of small letters"),
        ('[[feeds]]\nname = "a"\nlimits = 1', "feeds[0].limits: no such key; allowed are name"),
        ('[[feeds]]\nname = "a"\n[[feeds]]\nname = "a"', "the name 'a' is used twice"),
        ("[limits]\nstory_bytes = 0", "limits.story_bytes: expected int >= 1"),
        ("[limits]\nstories = 1", "limits.stories: no such key; allowed are story_bytes"),
        ('timezone = "Mars/Crater"', "timezone: 'Mars/Crater' is no time zone"),
        ('timezone = "../etc"', "timezone: '../etc' is no time zone"),
        ('limit = "many"', "limit: expected int, got str"),
        ('content = "half"', "content: expected 'full' or 'summary'"),
        ('id_authority = "example.org"', "id_authority: expected an authority such as"),
        ('cloud = "rpc.example.net:80"', "cloud: expected an address such as http://rpc."),
        ('cloud = "http://rpc.example.net:65536/"', "cloud: expected an address such as http"),
        ('cloud = "http://rpc.example.net"', "cloud: expected an address such as http://rpc."),
        ('language = "en_US"', "language: expected a language such as"),
        ("title = ", "not TOML: "),
    ],
)
def test_a_wrong_setting_is_one_line_with_file_key_and_what_is_allowed(toml, text, message):
    path = toml(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(path, {})
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_asked_for_and_missing_is_an_error(tmp_path):
    with pytest.raises(SettingsError, match=r"absent\.toml: cannot be read"):
        load_settings(None, {"FEEDSVC_CONFIG": str(tmp_path / "absent.toml")})


def test_a_file_in_another_encoding_is_an_error(tmp_path):
    path = tmp_path / "feedsvc.toml"
    path.write_bytes('title = "Zürich"'.encode("latin-1"))
    with pytest.raises(SettingsError, match="not UTF-8 at byte 10"):
        load_settings(path, {})


def test_the_environment_wins_over_the_file(toml):
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
        ("FEEDSVC_TITEL", "x", "FEEDSVC_TITEL: no such setting"),
        ("FEEDSVC_LIMIT", "many", "FEEDSVC_LIMIT: limit: expected int"),
        ("FEEDSVC_FEEDS", "x", "FEEDSVC_FEEDS: no such setting"),
    ],
)
def test_a_wrong_variable_is_named(variable, value, message):
    with pytest.raises(SettingsError, match=message):
        load_settings(environment={variable: value})


def test_an_authority_is_made_of_the_host_until_one_is_set():
    assert Settings(base_url="https://news.example:8080/x").authority == "news.example,2026"
    assert Settings(id_authority="example.org,2020").authority == "example.org,2020"


def test_another_folder_of_stories_has_a_catalog_of_its_own(tmp_path):
    settings = Settings(stories=str(tmp_path / "a"))
    same = settings.with_overrides(stories=f"{tmp_path}/./a", output="out", base_url="http://h/")
    other = settings.with_overrides(stories=str(tmp_path / "b"))
    assert (same.catalog, same.output, same.base_url) == (settings.catalog, "out", "http://h")
    assert other.catalog != settings.catalog
    assert other.catalog == settings.with_overrides(stories=str(tmp_path / "b")).catalog


def test_feeds_are_read_in_their_order(toml):
    settings = load_settings(toml('[[feeds]]\nname = "b"\ntag = "sea"\n[[feeds]]\nname = "a"'), {})
    assert settings.feeds == (FeedSettings(name="b", tag="sea"), FeedSettings(name="a"))


def test_reading_has_a_table_of_its_own(toml):
    text = '[reading]\nday_first = true\nzones = { ist = "Asia/Kolkata" }\nnoise = ["Ad"]'
    reading = load_settings(toml(text), {"FEEDSVC_READING_REPAIR": "true"}).reading
    assert (reading.day_first, reading.zones["ist"], reading.noise) == (
        True,
        "Asia/Kolkata",
        ("Ad",),
    )
    assert reading.repair


@pytest.mark.parametrize("variable", ["FEEDSVC_READING_ZONES", "FEEDSVC_READING_NOISE"])
def test_tables_and_lists_are_set_in_the_file_alone(variable):
    with pytest.raises(SettingsError, match=f"{variable}: no such setting"):
        load_settings(environment={variable: "x"})


def test_a_zone_of_letters_is_a_zone(toml):
    with pytest.raises(SettingsError, match=r"reading\.zones\.ist: 'Nowhere' is no time zone"):
        load_settings(toml('[reading]\nzones = { ist = "Nowhere" }'), {})


def test_repair_can_be_asked_for_once():
    assert Settings().with_overrides(repair=True).reading.repair
