// A strip of pages that does not fit begins where one is.
for (const strip of document.querySelectorAll<HTMLElement>(".tabs.is-scrolled")) {
  const here = strip.querySelector<HTMLElement>("[aria-current]");
  if (here) strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.clientWidth) / 2;
}
