// Makes pages handier where a browser runs scripts; without it, all of them work as well.
"use strict";

// Says to people who do not see it that something happened.
const said = document.createElement("p");
said.className = "unseen";
said.setAttribute("role", "status");
document.querySelector("main").append(said);

function say(words) {
  said.textContent = "";
  setTimeout(() => { said.textContent = words; }, 50);
}

// Adds buttons that copy the addresses of feeds.
function addCopyButtons() {
  const canonical = document.querySelector("link[rel=canonical]");
  const base = canonical ? canonical.href : location.href;
  for (const link of document.querySelectorAll("#feeds .formats a")) {
    const address = new URL(link.getAttribute("href"), base).href;
    link.after(copyButton(`Copy address: ${link.textContent}`, address));
  }
  for (const place of document.querySelectorAll(".addresses dd")) {
    const format = place.previousElementSibling.textContent;
    place.append(copyButton(`Copy address: ${format}`, place.textContent.trim()));
  }
}

function copyButton(label, address) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", () => copy(button, address));
  return button;
}

async function copy(button, address) {
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    if (!copyBySelecting(button, address)) return;
  }
  say(`Copied: ${address}`);
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 2000);
}

// Browsers let pages write to the clipboard on https and on this machine only.
function copyBySelecting(button, address) {
  const field = document.createElement("input");
  field.readOnly = true;
  field.value = address;
  field.setAttribute("aria-label", "Address");
  button.after(field);
  field.select();
  const copied = document.execCommand("copy");
  if (copied) {
    field.remove();
    button.focus();
  } else {
    field.addEventListener("blur", () => field.remove());
    say("The address is selected. Copy it with the keyboard.");
  }
  return copied;
}

// Adds a search over feeds where a page has a place for it.
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
  say(shown.size === 1 ? "1 feed" : `${shown.size} feeds`);
}

// Words are looked for where words begin; where there are none such, anywhere.
function feedsWith(words, feeds) {
  const begun = feeds.filter(([, title]) => words.every((word) => title.includes(` ${word}`)));
  const found = begun.length
    ? begun : feeds.filter(([, title]) => words.every((word) => title.includes(word)));
  return new Set(found.map(([row]) => row));
}

// Gives small letters without accents, and a space before each word.
function folded(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, " ")}`;
}

// Lets a file be dropped on the form that checks it, and the link to a check be copied.
function addCheckHelp() {
  const link = document.querySelector("a.share");
  if (link) link.after(copyButton("Copy link to this check", link.href));
  const form = document.querySelector("#check");
  if (!form) return;
  const bringsFile = (event) => event.dataTransfer.types.includes("Files");
  form.addEventListener("dragover", (event) => { if (bringsFile(event)) event.preventDefault(); });
  form.addEventListener("drop", (event) => {
    if (!bringsFile(event)) return;
    event.preventDefault();
    form.elements.file.files = event.dataTransfer.files;
    say(`Chosen: ${event.dataTransfer.files[0].name}`);
  });
}

addCopyButtons();
addFeedSearch();
addCheckHelp();
