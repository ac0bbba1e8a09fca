// Tables in the page: sort by a column, keep the rows that hold a word, save as CSV. Without this
// script they are plain tables. Nothing is fetched and nothing is stored.
(() => {
  "use strict";

  const text = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

  // "1,234.5 %", "−0.3" and the like as numbers; anything else as null.
  const number = (value) => {
    const plain = value.replace(/[−–]/g, "-").replace(/[,\s\u2009\u202f%‰×+~≈<>≤≥]/g, "");
    return /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null;
  };

  const compare = (a, b) => {
    if (a === "" || b === "") return 0;
    const [x, y] = [number(a), number(b)];
    if (x !== null && y !== null) return x - y;
    return a.localeCompare(b, document.documentElement.lang || "en", { numeric: true });
  };

  const rowsOf = (table) => [...table.tBodies].flatMap((body) => [...body.rows]);

  // Only where every row of the body has one cell for each column.
  const isPlain = (table) => {
    const rows = rowsOf(table);
    if (table.tBodies.length !== 1 || !table.tHead || rows.length < 2) return false;
    const width = rows[0].cells.length;
    return (
      rows.every((row) => row.cells.length === width) &&
      [...table.tHead.rows].every((row) => spread(row).length === width) &&
      !table.tBodies[0].querySelector("[colspan]:not([colspan='1']), [rowspan]:not([rowspan='1'])") &&
      !table.tHead.querySelector("[rowspan]:not([rowspan='1'])")
    );
  };

  // The cells of a row of headings, one for each column: those that cover several again for each.
  const spread = (row) => [...row.cells].flatMap((cell) => Array(cell.colSpan).fill(cell));

  // For each column the lowest heading that is its own and says something.
  const headingsOf = (table) => {
    const rows = [...table.tHead.rows].map(spread).reverse();
    return rows[0].map((_, column) =>
      rows.map((row) => row[column]).find((cell) => cell.colSpan === 1 && cell.tagName === "TH" && text(cell)),
    );
  };

  const makeSortable = (table) => {
    const head = headingsOf(table);
    const order = rowsOf(table);
    head.forEach((cell, column) => {
      if (!cell || cell.querySelector("button")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      // A heading that leads somewhere keeps its link; the button stands behind it.
      const link = cell.querySelector("a");
      if (link) button.setAttribute("aria-label", `sort by ${text(cell)}`);
      else while (cell.firstChild) button.append(cell.firstChild);
      cell.append(button);
      button.addEventListener("click", () => {
        const now = cell.getAttribute("aria-sort");
        const next = now === "ascending" ? "descending" : now === "descending" ? null : "ascending";
        head.forEach((other) => other && other.removeAttribute("aria-sort"));
        if (next) cell.setAttribute("aria-sort", next);
        const sign = next === "descending" ? -1 : 1;
        const sorted = next
          ? [...order].sort((a, b) => {
              const [x, y] = [text(a.cells[column]), text(b.cells[column])];
              // Empty cells stay last, whichever way the others go.
              if ((x === "") !== (y === "")) return x === "" ? 1 : -1;
              return sign * compare(x, y);
            })
          : order;
        table.tBodies[0].append(...sorted);
        table.classList.toggle("sorted", Boolean(next));
      });
    });
  };

  const csv = (table) => {
    // A spreadsheet would run a text that begins like a formula.
    const tame = (value) => (/^'*\s*[=@+\-＝＋－＠]/.test(value) && number(value) === null ? `'${value}` : value);
    const quote = (value) => (/[",\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
    const head = [...table.tHead.rows].map((row) => spread(row).map(text));
    const names = head[0].map((_, column) => head.map((row) => row[column]).filter(Boolean).join(" "));
    const rows = rowsOf(table).map((row) => [...row.cells].map(text));
    return [names, ...rows].map((row) => row.map(tame).map(quote).join(",")).join("\r\n") + "\r\n";
  };

  const addFilter = (box, table) => {
    const rows = rowsOf(table);
    const tools = document.createElement("div");
    tools.className = "table-tools d-print-none";
    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = "Filter rows";
    input.setAttribute("aria-label", "Filter the rows of the table");
    const count = document.createElement("span");
    count.setAttribute("role", "status");
    const show = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row) => {
        const content = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => content.includes(word));
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = words.length ? `${shown} of ${rows.length} rows` : `${rows.length} rows`;
    };
    input.addEventListener("input", show);
    show();
    tools.append(input, count);
    box.before(tools);
  };

  const addSave = (box, table, position) => {
    const tools = document.createElement("div");
    tools.className = "table-tools d-print-none";
    const save = document.createElement("button");
    save.type = "button";
    save.textContent = "Save as CSV";
    save.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["\ufeff", csv(table)], { type: "text/csv" }));
      link.download = `${location.pathname.split("/").pop().replace(/\.html$/, "") || "table"}-table-${position}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    tools.append(save);
    box.after(tools);
  };

  document.querySelectorAll(".bd-article .pst-scrollable-table-container").forEach((box, index) => {
    const table = box.querySelector("table");
    if (!table || !isPlain(table)) return;
    const long = rowsOf(table).length > 8;
    // Small tables of the prose are read, not searched.
    if (!long && !box.closest(".cell_output")) return;
    makeSortable(table);
    if (long) addFilter(box, table);
    // The tables of a chapter have their files below them.
    if (!box.closest(".cell")) addSave(box, table, index + 1);
  });

  // What scrolls can be reached with the keyboard, and only while it scrolls.
  const boxes = document.querySelectorAll(".figure-box, .formula__box");
  const observer = new ResizeObserver((entries) =>
    entries.forEach(({ target }) => {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }),
  );
  boxes.forEach((box) => observer.observe(box));
})();
