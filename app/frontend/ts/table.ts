// A table with a head can be sorted by any column: by pointer, or by Enter on the column's name.

function figure(text: string): number {
  const plain = text.replace(/[^\d.−-]/g, "").replace("−", "-");
  return plain && /\d/.test(plain) ? Number.parseFloat(plain) : Number.NaN;
}

function sort(table: HTMLTableElement, column: number, down: boolean): void {
  const body = table.tBodies[0];
  const key = (row: HTMLTableRowElement) => row.cells[column]?.textContent?.trim() ?? "";
  const isNumber = table.tHead?.rows[0]?.cells[column]?.classList.contains("is-number");
  const order = [...body.rows].sort((a, b) => {
    const [first, second] = [key(a), key(b)];
    if (!isNumber) return first.localeCompare(second, document.documentElement.lang);
    const [x, y] = [figure(first), figure(second)];
    return (Number.isNaN(x) ? -Infinity : x) - (Number.isNaN(y) ? -Infinity : y);
  });
  body.append(...(down ? order.reverse() : order));
}

function prepare(table: HTMLTableElement): void {
  if (table.dataset.sorts !== undefined || (table.tBodies[0]?.rows.length ?? 0) < 3) return;
  if (table.querySelector("tr.is-total, [rowspan]")) return;
  table.dataset.sorts = "";
  for (const [column, head] of [...(table.tHead?.rows[0]?.cells ?? [])].entries()) {
    if (!head.textContent?.trim() || head.querySelector(".visually-hidden, button, input")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sorter";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.ariaSort !== "descending";
      for (const other of table.tHead?.rows[0]?.cells ?? []) other.ariaSort = null;
      head.ariaSort = down ? "descending" : "ascending";
      sort(table, column, down);
    });
  }
}

function prepareAll(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>(".table-frame > table")) prepare(table);
}

prepareAll();
document.addEventListener("htmx:afterSettle", prepareAll);
