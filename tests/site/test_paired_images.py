"""Images that belong to stories by name alone."""

import msgspec
import pytest

from feedsvc.entry import Entry, Media
from feedsvc.publish import publish
from feedsvc.site.attachments import PairedImages, is_image, with_images

FILES = ("a/ferry.png", "a/ferry.jpg", "a/ferry-2.webp", "a/ferry-4.jpg", "b/pier dog.PNG")
CAPTION = Media(caption="The ferry at noon.", credit="Photo: Ida Holm")


@pytest.mark.parametrize(
    ("story", "images"),
    [
        ("a/ferry.txt", ("ferry.jpg", "ferry-2.webp")),
        ("a/ferry.HTML", ("ferry.jpg", "ferry-2.webp")),
        ("a/ferry.md", ()),
        ("b/ferry.txt", ()),
        ("b/pier dog.text", ("pier dog.PNG",)),
    ],
)
def test_an_image_belongs_to_the_text_of_the_same_name(story, images):
    assert PairedImages(FILES).of(story) == images


def test_images_are_recognized_by_their_suffix():
    assert [name for name in ("a.jpg", "a.JPEG", "a.svg", "a.txt", "jpg") if is_image(name)] == [
        "a.jpg",
        "a.JPEG",
        "jpg",
    ]


def test_the_caption_in_the_text_is_that_of_the_image():
    [entry] = with_images([Entry(media=(CAPTION, Media(url="horn.mp3")))], ["pier dog.png"])
    paired = msgspec.structs.replace(CAPTION, url="pier%20dog.png")
    assert entry.media == (paired, Media(url="horn.mp3"))


def test_each_story_of_a_file_has_its_own_image_unless_it_shows_another():
    other = Entry(media=(Media(url="https://example.org/x.jpg"),))
    first, second, third = with_images([Entry(), other, Entry()], ["a.jpg", "a-2.jpg"])
    assert first.media == (Media(url="a.jpg"),)
    assert second is other
    assert third == Entry()


def test_an_image_added_later_is_shown_and_a_deleted_one_is_not(site, stories, tmp_path):
    image = stories / "world" / "bridge.jpg"
    assert b"bridge.jpg" not in site.document("/rss.xml").body
    image.write_bytes(b"not really an image")
    assert site.sync().changed == 1
    rss = site.document("/rss.xml").body
    assert b'<enclosure url="https://gazette.example.org/stories/' in rss
    assert b"/bridge.jpg" in rss
    assert site.sync().unchanged == 4
    publish(site, tmp_path / "site")
    assert [file.name for file in (tmp_path / "site").rglob("*.jpg")] == ["bridge.jpg"]
    image.unlink()
    assert site.sync().changed == 1
    assert b"bridge.jpg" not in site.document("/rss.xml").body


def test_an_image_that_no_story_shows_is_not_published(site, stories, tmp_path):
    (stories / "world" / "bridge.jpg").write_bytes(b"shown")
    (stories / "world" / "bridge-2.jpg").write_bytes(b"of no second story")
    (stories / "world" / "night-ferry.jpg").write_bytes(
        b"next to Markdown, which links to its images"
    )
    site.sync()
    assert site.sync().unchanged == 4
    publish(site, tmp_path / "site")
    assert [file.name for file in (tmp_path / "site").rglob("*.jpg")] == ["bridge.jpg"]
