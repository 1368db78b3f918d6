import { followEvents } from "./follow-events.ts";
import { listenForKeys } from "./listen-for-keys.ts";
import { switchTheme } from "./switch-theme.ts";

listenForKeys();
switchTheme();
const { events } = document.body.dataset;
if (events !== undefined) followEvents(events);

// A form is sent once: a second click meets a button that is not there any more. The server has the last word.
// One that downloads a file leaves the page as it is.
document.addEventListener("submit", ({ target, submitter }) => {
  if (!(target instanceof HTMLFormElement) || target.method !== "post") return;
  if (submitter?.dataset.download !== undefined) return;
  setTimeout(() => {
    for (const button of target.querySelectorAll("button")) button.disabled = true;
  });
});
// A page that comes back from the history has its buttons again.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll<HTMLButtonElement>("form button:disabled"))
    button.disabled = false;
});
