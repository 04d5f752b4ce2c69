"""The rating form: one HTML file that works offline and keeps answers in the browser."""

import hashlib
import json
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from evals.ratings.form import Form
from evals.ratings.forms import brief_of
from evals.ratings.items import Item

_STYLE: Final = """
:root{color-scheme:light dark;--bg:#f7f3ee;--card:#fffdf9;--ink:#2b2623;--soft:#6d645d;--line:#ddd5cb;
--go:#2f6f6b}
@media(prefers-color-scheme:dark){:root{--bg:#1d1b19;--card:#282522;--ink:#ece6df;--soft:#a89f96;
--line:#413c37;--go:#7fc4bd}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:auto;padding:1.5rem 1rem 6rem}h1{font:600 1.6rem/1.2 Georgia,serif}
details{margin:.5rem 0 1rem;color:var(--soft)}pre{white-space:pre-wrap;font:inherit}
article{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem;
margin:1rem 0}article.done{border-color:var(--go)}
.texts{display:grid;gap:.75rem 1.5rem}.two{grid-template-columns:1fr 1fr}
@media(max-width:45rem){.two{grid-template-columns:1fr}}
h3{font-size:.8rem;color:var(--soft);margin:0}.text{white-space:pre-wrap;margin:0 0 .25rem}
fieldset{border:0;padding:.5rem 0 0;margin:0}legend{font-weight:600;padding:0}
label{display:inline-block;margin:.25rem .25rem 0 0;padding:.3rem .8rem;border:1px solid var(--line);
border-radius:999px;cursor:pointer}label:has(:checked){background:var(--go);color:var(--card)}
label:has(:focus-visible){outline:2px solid var(--ink)}
input[type=radio]{position:absolute;opacity:0}
input[type=text]{font:inherit;width:100%;box-sizing:border-box;margin-top:.5rem;padding:.3rem .6rem;
background:none;color:inherit;border:1px solid var(--line);border-radius:8px}
footer{position:fixed;bottom:0;left:0;right:0;background:var(--card);border-top:1px solid var(--line);
padding:.6rem 1rem;display:flex;gap:1rem;align-items:center;flex-wrap:wrap}
footer input[type=text]{width:12rem;margin:0}button{font:inherit;padding:.4rem 1rem;border-radius:8px;
border:1px solid var(--go);background:var(--go);color:var(--card);cursor:pointer}
"""

_SCRIPT: Final = """
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const place = "rating-" + data.sheet;
let answers = {};
try { answers = JSON.parse(localStorage.getItem(place)) || {}; } catch (e) { answers = {}; }
const make = (tag, text, into) => {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  if (into) into.append(node);
  return node;
};
const keep = () => {
  try { localStorage.setItem(place, JSON.stringify(answers)); } catch (e) { /* private window */ }
  let done = 0;
  for (const item of data.items) {
    const given = answers[item.id] || {};
    const all = item.asks.every(name => given[name]);
    document.getElementById(item.id).classList.toggle("done", all);
    done += all;
  }
  document.getElementById("count").textContent = done + " of " + data.items.length + " rated";
};
const give = (id, name, value) => {
  (answers[id] = answers[id] || {})[name] = value;
  keep();
};
const ask = (item, column, into) => {
  const field = make("fieldset", "", into);
  make("legend", column.asks, field);
  for (const answer of column.answers) {
    const label = make("label", "", field);
    const radio = make("input", "", label);
    radio.type = "radio";
    radio.name = item.id + "/" + column.name;
    radio.checked = (answers[item.id] || {})[column.name] === answer;
    radio.onclick = () => {
      const again = (answers[item.id] || {})[column.name] === answer;
      if (again) radio.checked = false;
      give(item.id, column.name, again ? "" : answer);
    };
    label.append(answer);
  }
};
const main = document.getElementById("items");
for (const item of data.items) {
  const card = make("article", "", main);
  card.id = item.id;
  make("h2", item.id, card);
  const texts = make("div", "", card);
  texts.className = data.sideBySide ? "texts two" : "texts";
  for (const [name, heading] of Object.entries(data.shows)) {
    if (!item.cells[name]) continue;
    const part = make("div", "", texts);
    make("h3", heading, part);
    make("p", item.cells[name], part).className = "text";
  }
  for (const name of item.asks) ask(item, data.columns[name], card);
  const note = make("input", "", card);
  note.type = "text";
  note.placeholder = "comment";
  note.setAttribute("aria-label", "comment on " + item.id);
  note.value = (answers[item.id] || {}).comment || "";
  note.oninput = () => give(item.id, "comment", note.value);
}
keep();
const cell = text => /[",\\n\\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
document.getElementById("save").onclick = () => {
  const names = Object.keys(data.columns).concat("comment");
  const rows = [["item"].concat(names)];
  for (const item of data.items) {
    const given = answers[item.id] || {};
    rows.push([item.id].concat(names.map(name => given[name] || "")));
  }
  const text = rows.map(row => row.map(cell).join(",")).join("\\r\\n") + "\\r\\n";
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([text], {type: "text/csv"}));
  const who = document.getElementById("who").value.trim().replace(/[^\\p{L}\\p{N}_-]+/gu, "-");
  link.download = (who || "answers") + ".csv";
  link.click();
  URL.revokeObjectURL(link.href);
};
"""

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def form_page(form: Form, items: Mapping[str, Item]) -> str:
    """Return the form. It holds what raters may see, and nothing of the key."""
    data: dict[str, Any] = {
        "shows": form.shows,
        "sideBySide": len(form.shows) == 2,
        "columns": {c.name: {"asks": c.asks, "answers": c.answers} for c in form.columns},
        "items": [
            {
                "id": name,
                "cells": item.cells,
                "asks": [column.name for column in form.asked(item.part)],
            }
            for name, item in items.items()
        ],
    }
    for name, column in data["columns"].items():
        column["name"] = name
    data["sheet"] = hashlib.sha256(json.dumps(data).encode()).hexdigest()[:12]
    # No text within may end the element that holds it.
    embedded = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Rating sheet</title><style>{_STYLE}</style>"
        "<main><h1>Rating sheet</h1><details open><summary>What to do</summary>"
        f'<pre>{escape(brief_of(form))}</pre></details><div id="items"></div></main>'
        '<footer><span id="count" role="status"></span>'
        '<input type="text" id="who" placeholder="your name" aria-label="your name">'
        '<button id="save">Download my answers</button></footer>'
        f'<script type="application/json" id="data">{embedded}</script>'
        f"<script>{_SCRIPT}</script></html>"
    )
