"""Images, captions and credits."""

import pytest
from support.savedpages import PROSE, URL, entry, linked_data, page, story

from feedsvc.entry import Media


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "/a.jpg"),
        ('<img src="/blank.gif" data-lazy-src="/a.jpg">', "/a.jpg"),
        ('<img src="/a.jpg" srcset="/b.jpg 2x">', "/a.jpg"),
        ('<img data-srcset="/s.jpg 400w, /l.jpg 1600w, /xl.jpg 4000w">', "/l.jpg"),
        ('<picture><source srcset="/p.webp 800w"><img alt="x"></picture>', "/p.webp"),
        ('<img src="/placeholder.png"><noscript><img src="/a.jpg"></noscript>', "/a.jpg"),
        ('<img src="//cdn.example/a.jpg">', "https://cdn.example/a.jpg"),
    ],
)
def test_lazily_loaded_images_are_found(markup, url):
    text = story(f"<figure>{markup}<figcaption>Caption.</figcaption></figure>{PROSE}")
    found = entry(text.replace("<head>", f'<head><link rel="canonical" href="{URL}">'))
    wanted = url if url.startswith("https") else f"https://harbourpost.example{url}"
    assert f'src="{wanted}"' in found.content
    assert "srcset" not in found.content
    assert "Caption" not in found.content
    assert found.media == (Media(url=wanted, caption="Caption."),)


@pytest.mark.parametrize(
    ("caption", "text", "credit"),
    [
        ('The ferry. <span class="credit">Photo: Bo Ek</span>', "The ferry.", "Bo Ek"),
        ("The ferry at noon. (Bo Ek/AFP)", "The ferry at noon.", "Bo Ek/AFP"),
        ("The ferry at noon. Foto: Bo Ek", "The ferry at noon.", "Bo Ek"),
        ("Photo: Bo Ek", None, "Bo Ek"),
        ("The ferry at noon", "The ferry at noon", None),
    ],
)
def test_captions_and_credits(caption, text, credit):
    figure = (
        f'<figure><img src="https://x.example/a.jpg"><figcaption>{caption}</figcaption></figure>'
    )
    (media,) = entry(story(figure + PROSE)).media
    assert (media.caption, media.credit) == (text, credit)


@pytest.mark.parametrize(
    ("captions", "whole", "expected"),
    [
        (("First.", "Second."), "", [("a", "First."), ("b", "Second.")]),
        (("First.", ""), "", [("a", "First."), ("b", None)]),
        (("", ""), "All of it.", [("a", "All of it."), ("b", None)]),
        (("", "Second."), "All of it.", [("a", "All of it."), ("b", "Second.")]),
        (("First.", ""), "All of it.", [("a", "First."), ("b", None), (None, "All of it.")]),
    ],
)
def test_each_image_of_a_gallery_has_its_own_caption(captions, whole, expected):
    inside = "".join(
        f'<figure><img src="https://x.example/{name}.jpg">'
        f"{caption and f'<figcaption>{caption}</figcaption>'}</figure>"
        for name, caption in zip("ab", captions, strict=True)
    )
    gallery = f"<figure>{inside}{whole and f'<figcaption>{whole}</figcaption>'}</figure>"
    found = entry(story(gallery + PROSE))
    assert [(media.url and media.url[-5], media.caption) for media in found.media] == expected
    assert not any(text and text in found.content for text in (*captions, whole))


def test_the_caption_of_a_classic_wordpress_block():
    block = (
        '<div class="wp-caption"><img src="https://x.example/a.jpg">'
        '<p class="wp-caption-text">The ferry.</p></div>'
    )
    found = entry(story(block + PROSE))
    assert found.media == (Media(url="https://x.example/a.jpg", caption="The ferry."),)
    assert "The ferry." not in found.content


def test_variants_of_an_image_count_once():
    images = [f"https://x.example/{size}/ferry.jpg" for size in ("1x1", "4x3", "16x9")]
    figure = '<figure><img src="https://x.example/ferry-800x600.jpg"><figcaption>Cap.</figcaption></figure>'
    found = entry(page(linked_data(image=images), f"<article><h1>F</h1>{figure}{PROSE}</article>"))
    assert found.media == (Media(url=images[0], caption="Cap."),)


def test_images_saved_next_to_the_page_are_omitted():
    saved = f"<!DOCTYPE html>\n<!-- saved from url=(0044){URL} -->\n"
    figure = '<figure><img src="./Ferry_files/a.jpg"><figcaption>Cap.</figcaption></figure>'
    found = entry(saved + story(figure + PROSE).removeprefix("<!DOCTYPE html>"))
    assert (found.link, found.source_id) == (URL, URL)
    assert "<img" not in found.content
    assert found.media == (Media(caption="Cap."),)
