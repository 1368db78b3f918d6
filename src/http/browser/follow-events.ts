/** Keeps the live parts of the page as the server sends them, until nothing changes any more. */
export function followEvents(path: string): void {
  const source = new EventSource(path);
  let wasOpen = false;
  source.addEventListener("open", () => {
    wasOpen = true;
    tell(null);
  });
  source.addEventListener("parts", ({ data }: MessageEvent<string>) => {
    for (const [name, part] of Object.entries<string>(JSON.parse(data))) show(name, part);
  });
  source.addEventListener("over", () => {
    source.close();
    document.body.dataset.live = "over";
  });
  source.addEventListener("signed-out", () => {
    source.close();
    tell("The session has ended: load the page again to sign in.");
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED)
      tell("The console does not answer; this page waits for it.");
    else tell(wasOpen ? "The console was started again: load the page to sign in." : null);
  });
}

/** The server escaped every text in a part, and the page's policy lets no script in it run. */
function show(name: string, part: string): void {
  const place = document.querySelector(`[data-live="${CSS.escape(name)}"]`);
  if (place === null || place.contains(document.activeElement)) return;
  place.innerHTML = part;
}

function tell(sentence: string | null): void {
  const shown = document.querySelector("#connection");
  if (sentence === null) {
    shown?.remove();
    return;
  }
  const line = shown ?? document.createElement("p");
  line.id = "connection";
  line.className = "said warn";
  line.setAttribute("role", "status");
  line.textContent = sentence;
  if (shown === null) document.querySelector("main")?.prepend(line);
}
