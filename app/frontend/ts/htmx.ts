// htmx without eval and without injected styles, so that the content security policy can stay strict.
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.scrollBehavior = "auto";
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "[45]..", swap: false, error: true },
];

// An Enter that only finishes a Hangul syllable must not send the form.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing && event.key === "Enter") event.stopPropagation();
  },
  true,
);

// A server's answer with an error carries a small notice; show it where the person is looking.
document.addEventListener("htmx:responseError", (event) => {
  const answer = (event as CustomEvent).detail.xhr.responseText as string;
  const notices = document.getElementById("notices");
  if (notices) notices.innerHTML = answer;
});

document.addEventListener("htmx:sendError", () => {
  const notices = document.getElementById("notices");
  const text = document.body.dataset.offline;
  if (notices && text) notices.textContent = text;
});
