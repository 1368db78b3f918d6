/** As the server's limit of a form allows. */
const MOST_FILE_BYTES = 8 * 1024 * 1024;

/** Reads a chosen or dropped file into its form and sends it; the policy of the pages lets a form go to our own origin alone. */
function takeFiles(area: HTMLElement, form: HTMLFormElement): void {
  const chosen = area.querySelector<HTMLInputElement>("input[type=file]");
  const alert = area.querySelector<HTMLElement>("[role=alert]");
  const hidden = form.querySelector<HTMLInputElement>("input[name=file]");
  area.hidden = false;
  const take = (file: File | undefined) => {
    if (file === undefined || hidden === null) return;
    const tooLarge = file.size > MOST_FILE_BYTES;
    if (alert !== null)
      alert.textContent = tooLarge
        ? "The file has more than 8 MB: sourcing specs import stores it on the terminal."
        : "";
    if (tooLarge) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      hidden.value = String(reader.result);
      form.requestSubmit();
    });
    reader.addEventListener("error", () => {
      if (alert !== null) alert.textContent = "The file cannot be read: choose it again.";
    });
    reader.readAsDataURL(file);
  };
  chosen?.addEventListener("change", () => take(chosen.files?.[0]));
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  });
  // A page that comes back from the history sends what is pasted then.
  addEventListener("pageshow", () => {
    hidden?.setAttribute("value", "");
    if (hidden !== null) hidden.value = "";
    if (chosen !== null) chosen.value = "";
  });
}

for (const area of document.querySelectorAll<HTMLElement>("[data-drop]")) {
  const form = area.closest("form");
  if (form !== null) takeFiles(area, form);
}

export {};
