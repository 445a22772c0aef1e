// "/" goes to the search, "?" shows the keys, Esc closes what is open. Never while Hangul is being composed.

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest("input, textarea, select, [contenteditable=true], .liquid-editor");
}

function closeTopmost(): boolean {
  const open = [...document.querySelectorAll<HTMLDetailsElement>("details[open][data-closes]")].pop();
  if (!open) return false;
  open.open = false;
  open.querySelector<HTMLElement>("summary")?.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    closeTopmost();
    return;
  }
  if (isTyping(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector<HTMLElement>("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  } else if (event.key === "?") {
    document.querySelector<HTMLDialogElement>("#keys")?.showModal();
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const direction = event.key === "ArrowLeft" ? "previous" : "next";
    document.querySelector<HTMLElement>(`[data-flip=${direction}]`)?.click();
  }
});

// An editor that would leave the window opens towards the other side.
function keepInside(opened: HTMLDetailsElement): void {
  const editor = opened.querySelector<HTMLElement>(":scope > .chip-editor");
  opened.classList.remove("opens-back");
  if (editor && editor.getBoundingClientRect().right > document.documentElement.clientWidth) {
    opened.classList.add("opens-back");
  }
}

function keepAllInside(): void {
  for (const chip of document.querySelectorAll<HTMLDetailsElement>("details.chip[open]")) keepInside(chip);
}

keepAllInside();
document.addEventListener("htmx:afterSettle", keepAllInside);

// One menu at a time: opening a chip closes the others of its sentence.
document.addEventListener(
  "toggle",
  (event) => {
    const opened = event.target as HTMLDetailsElement;
    if (!opened.open || !opened.matches("details[data-closes]")) return;
    keepInside(opened);
    for (const other of document.querySelectorAll<HTMLDetailsElement>("details[open][data-closes]")) {
      if (other !== opened && !other.contains(opened)) other.open = false;
    }
  },
  true,
);

document.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  if (target.closest("[data-keys]")) {
    event.preventDefault();
    document.querySelector<HTMLDialogElement>("#keys")?.showModal();
  }
  if (target.closest("[data-print]")) window.print();
  for (const open of document.querySelectorAll<HTMLDetailsElement>("details[open][data-menu]")) {
    if (!open.contains(target)) open.open = false;
  }
});
