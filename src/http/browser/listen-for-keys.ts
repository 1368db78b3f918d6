/** The pages behind `g` and a letter. */
const PAGES: Readonly<Record<string, readonly [path: string, name: string]>> = {
  t: ["/", "Tonight"],
  u: ["/upload", "Upload"],
  c: ["/specs", "Specs"],
  p: ["/plan", "Plan"],
  r: ["/runs", "Runs"],
  q: ["/sql", "SQL"],
  e: ["/people", "People"],
  s: ["/spend", "Spend"],
  n: ["/nights", "Nights"],
  a: ["/requests", "Requests"],
};

/** After `g` a letter counts for so long, in milliseconds. */
const CHORD_MS = 1_500;

/** `/` goes to the search, `g r` to the runs, `?` shows all keys, Escape leaves a field. */
export function listenForKeys(): void {
  const links = new Set(
    [...document.querySelectorAll("header nav a")].map((link) => link.getAttribute("href")),
  );
  const dialog = document.querySelector<HTMLDialogElement>("#keys");
  fillHelp(dialog, links);
  document.querySelector("[data-help]")?.addEventListener("click", () => dialog?.showModal());
  let chordUntil = 0;
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isField(target)) {
      if (key === "Escape" && target instanceof HTMLElement) target.blur();
      return;
    }
    const page = performance.now() < chordUntil ? PAGES[key] : undefined;
    chordUntil = key === "g" ? performance.now() + CHORD_MS : 0;
    if (page !== undefined && links.has(page[0])) location.assign(page[0]);
    else if (key === "?") dialog?.showModal();
    else if (key === "/") search(event);
  });
}

function search(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>("input[type=search]");
  event.preventDefault();
  if (field === null) location.assign("/people");
  else {
    field.focus();
    field.select();
  }
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

function fillHelp(dialog: HTMLDialogElement | null, links: ReadonlySet<string | null>): void {
  const list = dialog?.querySelector("dl");
  const keys = Object.entries(PAGES)
    .filter(([, [path]]) => links.has(path))
    .map(([key, [, name]]): [string, string] => [`g ${key}`, name]);
  for (const [key, name] of [
    ["/", "Search"],
    ...keys,
    ["?", "These keys"],
    ["Esc", "Leave a field"],
  ] as const) {
    const [term, meaning] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = key ?? "";
    meaning.textContent = name ?? "";
    list?.append(term, meaning);
  }
}
