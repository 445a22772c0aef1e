// Esc hides a definition until the pointer or the focus comes anew.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll<HTMLElement>(".term:hover, .term:focus-within")) {
    term.dataset.hushed = "";
    const wake = () => {
      delete term.dataset.hushed;
      term.removeEventListener("pointerleave", wake);
      term.removeEventListener("focusout", wake);
    };
    term.addEventListener("pointerleave", wake);
    term.addEventListener("focusout", wake);
  }
});
