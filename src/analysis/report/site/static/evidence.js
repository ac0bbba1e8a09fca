// The evidence browser: keeps the sentences that have a word, a frame, a speaker, an article, and
// marks what was asked for. The address says what is asked, so that tables and figures lead here:
// evidence.html#term=talks&article=a. Nothing is fetched and nothing is stored.
(() => {
  "use strict";

  const data = window.evidenceData;
  const box = document.getElementById("evidence-lines");
  if (!data || !box) return;

  const KINDS = ["frame", "speaker", "actor"];
  const LABELS = { frame: "Frame", speaker: "Whose words", actor: "Actor in a clause", article: "Article" };
  const FEW_PLACES = 200; // longest pattern read
  const lines = [...box.querySelectorAll("li.line")].map((item, at) => {
    const text = item.querySelector(".line__text");
    const [article, flat, places] = data.lines[at];
    const terms = [];
    let place = 0;
    for (let i = 0; i < flat.length; i += 3) {
      const start = place + flat[i];
      place = start + flat[i + 1];
      terms.push([flat[i + 2], start, place]);
    }
    return { item, text, article, terms, places, plain: text.textContent, nodes: [...text.childNodes] };
  });

  // Words as they are counted: lower case, composed, straight apostrophes and hyphens.
  const asTerm = (word) =>
    word.normalize("NFC").toLowerCase().replace(/[’‘ʼ]/g, "'").replace(/[‐‑]/g, "-");

  // "cease*" as its pieces; each is looked for once, from left to right.
  const fits = (pieces, term) => {
    if (pieces.length === 1) return term === pieces[0];
    if (!term.startsWith(pieces[0])) return false;
    let at = pieces[0].length;
    for (const piece of pieces.slice(1, -1)) {
      const found = term.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    const last = pieces[pieces.length - 1];
    return term.length - last.length >= at && term.endsWith(last);
  };

  // The words of a pattern, each as the set of the terms it stands for.
  const wordsOf = (pattern) =>
    asTerm(pattern.slice(0, FEW_PLACES)).split(/\s+/).filter(Boolean).map((word) => {
      const pieces = word.split("*");
      return new Set(data.terms.flatMap((term, at) => (fits(pieces, term) ? [at] : [])));
    });

  const placesOfTerm = (line, words) => {
    const found = [];
    for (let at = 0; at + words.length <= line.terms.length; at += 1) {
      if (words.every((word, i) => word.has(line.terms[at + i][0]))) {
        found.push([line.terms[at][1], line.terms[at + words.length - 1][2], "term"]);
      }
    }
    return found;
  };

  // A speaker is asked for by name or by side.
  const valuesOf = (kind, wanted) =>
    new Set(
      data.values[KINDS.indexOf(kind)].flatMap((value, at) =>
        value === wanted || (kind === "speaker" && (data.sides[value] || []).includes(wanted)) ? [at] : [],
      ),
    );

  const placesOf = (line, kind, values) =>
    line.places
      .filter(([of, value]) => KINDS[of] === kind && values.has(value))
      .map(([, , start, end]) => [start, end, kind]);

  const show = (line, marks) => {
    line.text.textContent = "";
    const edges = [...new Set([0, line.plain.length, ...marks.flatMap(([a, b]) => [a, b])])];
    edges.sort((a, b) => a - b);
    edges.slice(1).forEach((end, i) => {
      const start = edges[i];
      const over = [...new Set(marks.filter(([a, b]) => a <= start && end <= b).map((m) => m[2]))];
      const part = document.createTextNode(line.plain.slice(start, end));
      if (!over.length) {
        line.text.append(part);
        return;
      }
      const mark = document.createElement(over.every((kind) => kind === "speaker") ? "span" : "mark");
      mark.className = over.map((kind) => (kind === "speaker" ? "said" : kind)).join(" ");
      mark.append(part);
      line.text.append(mark);
    });
  };

  // The form ----------------------------------------------------------------------------------

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const form = make("form", { className: "evidence-tools d-print-none", id: "evidence-tools" });
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Evidence");
  const fields = {};
  const addField = (name, label, field) => {
    field.id = `evidence-${name}`;
    field.name = name;
    fields[name] = field;
    form.append(make("p", {}, make("label", { htmlFor: field.id, textContent: label }), field));
  };
  const option = (value, label) => make("option", { value, textContent: label });
  const group = (label, options) => make("optgroup", { label }, ...options);

  const word = make("input", { type: "search", autocomplete: "off", spellcheck: false });
  word.placeholder = "ceasefire, peace talk*";
  addField("term", "Word or phrase; * stands for any letters", word);
  KINDS.forEach((kind, at) => {
    const values = data.values[at];
    if (!values.length) return;
    const select = make("select", {}, option("", "any"));
    const plain = values.map((value) => option(value, kind === "frame" ? value.replace(/_/g, " ") : value));
    const sides = [...new Set(Object.values(data.sides).flat())].sort();
    if (kind === "speaker" && sides.length) {
      select.append(group("Sides", sides.map((side) => option(side, side))), group("Speakers", plain));
    } else select.append(...plain);
    addField(kind, LABELS[kind], select);
  });
  const groups = [...new Set(data.articles.map(([, of]) => of))];
  const article = make("select", {}, option("", "any"));
  if (groups.length > 1) {
    article.append(group("Groups", groups.map((of) => option(`group=${of}`, `all of ${of}`))));
  }
  article.append(group("Articles", data.articles.map(([name]) => option(`article=${name}`, name))));
  addField("article", LABELS.article, article);
  const reset = make("button", { type: "button", textContent: "Show everything" });
  const count = make("p", { className: "evidence-count" });
  count.setAttribute("role", "status");
  form.append(make("p", { className: "evidence-tools__reset" }, reset));
  box.before(form, count);

  // Asked and shown ---------------------------------------------------------------------------

  const many = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;

  const apply = () => {
    const words = wordsOf(fields.term.value);
    const asked = KINDS.filter((kind) => fields[kind] && fields[kind].value).map((kind) => [
      kind,
      valuesOf(kind, fields[kind].value),
    ]);
    const place = fields.article.value;
    const name = place.slice(place.indexOf("=") + 1);
    let places = 0;
    let sentences = 0;
    const articles = new Set();
    for (const line of lines) {
      const [own, of] = data.articles[line.article];
      const sets = asked.map(([kind, values]) => placesOf(line, kind, values));
      if (words.length) sets.unshift(placesOfTerm(line, words));
      const kept =
        (!place || (place.startsWith("group=") ? of === name : own === name)) &&
        sets.every((found) => found.length > 0);
      line.item.hidden = !kept;
      if (!kept) continue;
      sentences += 1;
      articles.add(line.article);
      if (sets.length) {
        places += sets[0].length;
        show(line, sets.flat());
      } else line.text.replaceChildren(...line.nodes);
    }
    box.querySelectorAll(".evidence__article").forEach((section) => {
      section.hidden = !section.querySelector("li.line:not([hidden])");
    });
    const where = `${many(sentences, "sentence")} of ${many(articles.size, "article")}`;
    count.textContent = !sentences
      ? "No sentence has all of this."
      : words.length || asked.length
        ? `${many(places, "place")} in ${where}`
        : where;
  };

  const read = () => {
    if (!location.hash.includes("=")) return false;
    const asked = new URLSearchParams(location.hash.slice(1).replace(/\+/g, "%2B"));
    Object.values(fields).forEach((field) => {
      field.value = "";
    });
    for (const [key, value] of asked) {
      if (key === "group" && !asked.has("article")) article.value = `group=${value}`;
      else if (key === "article") article.value = `article=${value}`;
      else if (fields[key]) fields[key].value = value;
    }
    return true;
  };

  let written = "";
  const write = () => {
    const parts = Object.entries(fields)
      .filter(([, field]) => field.value)
      .map(([key, field]) => {
        const at = field.value.indexOf("=");
        return key === "article"
          ? `${field.value.slice(0, at)}=${encodeURIComponent(field.value.slice(at + 1))}`
          : `${key}=${encodeURIComponent(field.value)}`;
      });
    location.replace(`#${parts.join("&")}`);
    written = location.hash;
  };

  const changed = () => {
    write();
    apply();
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", changed);
  reset.addEventListener("click", () => {
    form.reset();
    changed();
    fields.term.focus();
  });
  window.addEventListener("hashchange", () => {
    if (location.hash !== written && read()) apply();
  });
  read();
  apply();
})();
