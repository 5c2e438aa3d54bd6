// Fetches a feed with the validators given as JSON on stdin, parses it with a library from the
// working folder, and prints status, validators and items as JSON: node fetch.cjs LIBRARY URL
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");

const library = createRequire(`${process.cwd()}/`);
const date = (text) => new Date(text).toISOString();
const names = (people) => people.map((person) => person.name ?? person).join(", ");

const itemsOf = {
  async "rss-parser"(text) {
    const Parser = library("rss-parser");
    const feed = await new Parser().parseString(text);
    return feed.items.map((item) => ({
      id: item.guid ?? item.id,
      title: item.title,
      published: date(item.isoDate),
      author: item.creator ?? item.author,
      link: item.link,
      content: item["content:encoded"] ?? item.content,
    }));
  },
  async feedsmith(text) {
    const { format, feed } = library("feedsmith").parseFeed(text);
    return (feed.items ?? feed.entries).map(feedsmithItem[format]);
  },
};

const feedsmithItem = {
  rss: (item) => ({
    id: item.guid.value,
    title: item.title,
    published: date(item.pubDate),
    author: names(item.dc.creators),
    link: item.link,
    content: item.content.encoded,
  }),
  atom: (entry) => ({
    id: entry.id,
    title: entry.title.value,
    published: date(entry.published),
    author: names(entry.authors),
    link: entry.links.find((link) => link.rel === "alternate").href,
    content: entry.content.value,
  }),
  json: (item) => ({
    id: item.id,
    title: item.title,
    published: date(item.date_published),
    author: names(item.authors),
    link: item.url,
    content: item.content_html,
  }),
};

async function main(name, url) {
  const { etag, modified } = JSON.parse(readFileSync(0, "utf8"));
  const headers = {};
  if (etag) headers["If-None-Match"] = etag;
  if (modified) headers["If-Modified-Since"] = modified;
  const response = await fetch(url, { headers });
  const text = await response.text();
  const found = {
    status: response.status,
    etag: response.headers.get("etag"),
    modified: response.headers.get("last-modified"),
    items: response.status === 200 ? await itemsOf[name](text) : [],
  };
  console.log(JSON.stringify(found));
}

main(...process.argv.slice(2));
