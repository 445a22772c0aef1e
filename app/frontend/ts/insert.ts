// The variable menu writes into the field last typed in, at the caret; a phrase can be taken from what is selected.

let last: HTMLTextAreaElement | HTMLInputElement | null = null;

document.addEventListener("focusin", (event) => {
  const field = event.target as HTMLElement;
  if (field.matches("[data-inserts] textarea, [data-inserts] input")) last = field as HTMLTextAreaElement;
});

function field(): HTMLTextAreaElement | HTMLInputElement | null {
  if (last?.isConnected) return last;
  return document.querySelector<HTMLTextAreaElement>("[data-inserts] textarea#body, [data-inserts] textarea");
}

document.addEventListener("click", (event) => {
  const button = (event.target as HTMLElement).closest<HTMLElement>("[data-insert], [data-takes]");
  const source = button && field();
  if (!button || !source) return;
  const [start, end] = [source.selectionStart ?? source.value.length, source.selectionEnd ?? source.value.length];
  if (button.dataset.insert) {
    source.setRangeText(button.dataset.insert, start, end, "end");
    source.dispatchEvent(new Event("input", { bubbles: true }));
    source.focus();
    return;
  }
  const target = document.getElementById(button.dataset.takes ?? "") as HTMLInputElement | null;
  if (!target || start === end) return;
  target.value = source.value.slice(start, end);
  target.dispatchEvent(new Event("change", { bubbles: true }));
});
