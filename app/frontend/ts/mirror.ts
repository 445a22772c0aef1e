// A slider and the figure beside it are one value: the figure is the form's field, the slider follows and leads it.
document.addEventListener(
  "input",
  (event) => {
    const input = event.target as HTMLInputElement;
    const lead = input.dataset.mirror ? document.getElementById(input.dataset.mirror) : null;
    if (lead instanceof HTMLInputElement) lead.value = input.value;
    const slider = input.id ? document.querySelector<HTMLInputElement>(`[data-mirror="${CSS.escape(input.id)}"]`) : null;
    if (slider) slider.value = input.value;
    // Typing a value of one's own chooses "another".
    const choice = input.dataset.picks ? document.getElementById(input.dataset.picks) : null;
    if (choice instanceof HTMLInputElement) choice.checked = true;
  },
  true,
);
