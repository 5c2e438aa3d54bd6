// Progressive enhancement: pages also work without JavaScript.
"use strict";

// A live region that announces changes to screen readers.
const announcer = document.createElement("p");
announcer.className = "unseen";
announcer.setAttribute("role", "status");
document.querySelector("main").append(announcer);

function announce(text) {
  announcer.textContent = "";
  setTimeout(() => { announcer.textContent = text; }, 50);
}

// Adds buttons that copy the URLs of feeds.
function addCopyButtons() {
  const canonical = document.querySelector("link[rel=canonical]");
  const base = canonical ? canonical.href : location.href;
  for (const link of document.querySelectorAll("#feeds .formats a")) {
    const url = new URL(link.getAttribute("href"), base).href;
    link.after(copyButton(`Copy URL: ${link.textContent}`, url));
  }
  for (const place of document.querySelectorAll(".feed-urls dd")) {
    const format = place.previousElementSibling.textContent;
    place.append(copyButton(`Copy URL: ${format}`, place.textContent.trim()));
  }
}

function copyButton(label, url) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", () => copy(button, url));
  return button;
}

async function copy(button, url) {
  try {
    await navigator.clipboard.writeText(url);
  } catch {
    if (!copyBySelecting(button, url)) return;
  }
  announce(`Copied: ${url}`);
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 2000);
}

// Browsers allow access to the clipboard over HTTPS and on localhost only.
function copyBySelecting(button, url) {
  const field = document.createElement("input");
  field.readOnly = true;
  field.value = url;
  field.setAttribute("aria-label", "URL");
  button.after(field);
  field.select();
  const copied = document.execCommand("copy");
  if (copied) {
    field.remove();
    button.focus();
  } else {
    field.addEventListener("blur", () => field.remove());
    announce("The URL is selected. Copy it with the keyboard.");
  }
  return copied;
}

// Adds a search for feeds to pages with many of them.
function addFeedSearch() {
  const place = document.querySelector(".finder");
  if (!place) return;
  const label = document.createElement("label");
  const field = document.createElement("input");
  label.textContent = "Search feeds";
  label.htmlFor = field.id = "feed-search";
  field.type = "search";
  field.autocomplete = "off";
  place.append(label, field);
  const feeds = [...document.querySelectorAll("#feeds .feed")].map(
    (row) => [row, folded(row.querySelector(".feed-title").textContent)]);
  field.addEventListener("input", () => showFeeds(feeds, folded(field.value)));
}

function showFeeds(feeds, wanted) {
  const words = wanted.split(" ").filter(Boolean);
  const shown = feedsWith(words, feeds);
  for (const [row] of feeds) row.hidden = !shown.has(row);
  for (const rest of document.querySelectorAll("#feeds details")) rest.open = words.length > 0;
  for (const group of document.querySelectorAll("#feeds .feed-group")) {
    group.hidden = !group.querySelector(".feed:not([hidden])");
  }
  announce(shown.size === 1 ? "1 feed" : `${shown.size} feeds`);
}

// Matches the starts of words; if no feed matches, any part of a word.
function feedsWith(words, feeds) {
  const byStart = feeds.filter(([, title]) => words.every((word) => title.includes(` ${word}`)));
  const found = byStart.length
    ? byStart : feeds.filter(([, title]) => words.every((word) => title.includes(word)));
  return new Set(found.map(([row]) => row));
}

// Returns lowercase text without accents, with a space before each word.
function folded(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, " ")}`;
}

// Lets people drop a file on the validator’s form and copy the link to a report.
function enhanceValidator() {
  const link = document.querySelector("a.share");
  if (link) link.after(copyButton("Copy link to this report", link.href));
  const form = document.querySelector("#check");
  if (!form) return;
  const hasFile = (event) => event.dataTransfer.types.includes("Files");
  form.addEventListener("dragover", (event) => { if (hasFile(event)) event.preventDefault(); });
  form.addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    form.elements.file.files = event.dataTransfer.files;
    announce(`Selected: ${event.dataTransfer.files[0].name}`);
  });
}

addCopyButtons();
addFeedSearch();
enhanceValidator();
