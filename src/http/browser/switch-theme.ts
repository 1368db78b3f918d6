const YEAR_S = 365 * 24 * 3_600;

/** Lets the button of the frame turn dark into light; the cookie keeps it, so that the server sends pages as chosen. */
export function switchTheme(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-theme-switch]");
  button?.addEventListener("click", () => {
    const root = document.documentElement;
    const isDark =
      root.dataset.theme === undefined
        ? matchMedia("(prefers-color-scheme: dark)").matches
        : root.dataset.theme === "dark";
    const theme = isDark ? "light" : "dark";
    root.dataset.theme = theme;
    // biome-ignore lint/suspicious/noDocumentCookie: the store of cookies that would replace it is not in every browser
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR_S}; samesite=strict`;
  });
}
