// Every request of htmx says which window asks, so that the server stops the older question of the same place.
const place = Math.random().toString(36).slice(2);

document.addEventListener("htmx:configRequest", (event) => {
  (event as CustomEvent).detail.headers["X-Place"] = place;
});
