"""Small valid feeds, one for each format."""

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>Harbour News</title>
  <link>https://news.example/</link>
  <description>News of the quay</description>
  <language>en</language>
  <atom:link rel="self" type="application/rss+xml" href="https://news.example/rss.xml"/>
  <item>
    <title>The crane stays</title>
    <guid isPermaLink="false">tag:news.example,2024:1</guid>
    <pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>
    <description>&lt;p&gt;It was to go.&lt;/p&gt;</description>
    <enclosure url="https://news.example/1.mp3" length="12345" type="audio/mpeg"/>
  </item>
</channel>
</rss>
"""

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>Harbour News</title>
  <id>tag:news.example,2024:feed</id>
  <updated>2024-11-16T09:30:00Z</updated>
  <author><name>Ida Holm</name></author>
  <link rel="self" href="https://news.example/atom.xml"/>
  <entry>
    <title type="html">The &lt;em&gt;crane&lt;/em&gt; stays</title>
    <id>tag:news.example,2024:1</id>
    <updated>2024-11-16T09:30:00Z</updated>
    <link href="https://news.example/1"/>
    <content type="xhtml">
      <div xmlns="http://www.w3.org/1999/xhtml"><p>It was to go.</p></div>
    </content>
  </entry>
</feed>
"""

JSON = """{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "Harbour News",
  "home_page_url": "https://news.example/",
  "feed_url": "https://news.example/feed.json",
  "language": "en",
  "items": [
    {
      "id": "tag:news.example,2024:1",
      "title": "The crane stays",
      "content_html": "<p>It was to go.</p>",
      "date_published": "2024-11-16T09:30:00Z"
    }
  ]
}
"""
