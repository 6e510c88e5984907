// Finds what is typed, word for word: Chinese needs no splitting into words for that.
"use strict";

const MOST = 30;
const AROUND = 24; // characters of the text shown on each side
const input = document.getElementById("search");
const found = document.getElementById("found");
const plain = new DOMParser();
const sections = window.BOOK_INDEX.docs.map(({ location, title, text }) => {
  const words = plain.parseFromString(text, "text/html").body.textContent.replace(/\s+/g, " ");
  return { location, title, words, small: (title + " " + words).toLowerCase() };
});

function marked(text, word) {
  const line = document.createElement("small");
  const at = text.toLowerCase().indexOf(word);
  if (at < 0) return line;
  const start = Math.max(0, at - AROUND), end = at + word.length;
  const mark = document.createElement("mark");
  mark.textContent = text.slice(at, end);
  line.append(start ? "…" : "", text.slice(start, at), mark, text.slice(end, end + AROUND), "…");
  return line;
}

function entry(section, word) {
  const item = document.createElement("li"), link = document.createElement("a");
  link.href = BOOK_ROOT + section.location;
  link.textContent = section.title;
  item.append(link, marked(section.words, word));
  return item;
}

function search() {
  const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  found.hidden = !words.length;
  const hits = sections.filter(({ small }) => words.every((word) => small.includes(word)));
  hits.sort((a, b) => b.title.toLowerCase().includes(words[0]) - a.title.toLowerCase().includes(words[0]));
  const items = hits.slice(0, MOST).map((section) => entry(section, words[0]));
  if (!items.length) {
    const none = document.createElement("li");
    none.textContent = "没有找到";
    items.push(none);
  }
  found.replaceChildren(...items);
}

input.addEventListener("input", search);
