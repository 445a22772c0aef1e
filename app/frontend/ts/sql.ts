// The SQL workbench: Ctrl+Enter runs, a clock while it runs, a button that cancels; leaving the page cancels too.
import htmx from "htmx.org";

let timer = 0;

function form(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form[data-sql]");
}

function stop(asked: HTMLFormElement): void {
  const data = new FormData();
  for (const name of ["csrf_token", "place"]) {
    data.set(name, (asked.elements.namedItem(name) as HTMLInputElement | null)?.value ?? "");
  }
  navigator.sendBeacon(asked.dataset.stop ?? "", data);
}

document.addEventListener("keydown", (event) => {
  const field = event.target as HTMLElement;
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const asked = field.closest<HTMLFormElement>("form[data-sql]");
  if (!asked) return;
  event.preventDefault();
  asked.requestSubmit();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const asked = form();
  if (!asked || event.target !== asked) return;
  const clock = asked.querySelector<HTMLElement>("[data-clock]");
  const began = Date.now();
  window.clearInterval(timer);
  timer = window.setInterval(() => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    if (clock && seconds > 0) clock.textContent = (asked.dataset.elapsed ?? "").replace("{s}", String(seconds));
  }, 500);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const asked = form();
  if (!asked || event.target !== asked) return;
  window.clearInterval(timer);
  const clock = asked.querySelector<HTMLElement>("[data-clock]");
  if (clock) clock.textContent = "";
});

document.addEventListener("click", (event) => {
  const asked = form();
  if (!asked || !(event.target as HTMLElement).closest("[data-cancel]")) return;
  stop(asked);
  htmx.trigger(asked, "htmx:abort", {});
  const answer = document.getElementById("answer");
  const words = document.createElement("p");
  words.className = "notice is-calm";
  words.textContent = asked.dataset.stopped ?? "";
  answer?.replaceChildren(words);
});

window.addEventListener("pagehide", () => {
  const asked = form();
  if (asked?.classList.contains("htmx-request")) stop(asked);
});
