// "저장했어요" appears beside the page's title for a moment after a quiet save.

let timer = 0;

document.addEventListener("saved", () => {
  const note = document.getElementById("saved");
  if (!note) return;
  note.textContent = note.dataset.text ?? "";
  note.classList.add("is-shown");
  window.clearTimeout(timer);
  timer = window.setTimeout(() => note.classList.remove("is-shown"), 2400);
});

// Two ends of one interval: the figures beside a range input follow it while it moves.
document.addEventListener("input", (event) => {
  const input = event.target as HTMLInputElement;
  const output = input.dataset.echo ? document.getElementById(input.dataset.echo) : null;
  if (output) output.textContent = Number(input.value).toLocaleString();
});

// Copy a block of text (SQL, JSON) and say so.
document.addEventListener("click", async (event) => {
  const button = (event.target as HTMLElement).closest<HTMLElement>("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy ?? "");
  if (!source) return;
  await navigator.clipboard.writeText(source.textContent ?? "");
  button.textContent = button.dataset.copied ?? button.textContent;
});
