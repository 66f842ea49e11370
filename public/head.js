// Runs in the head, before the first paint, so that the chosen theme is applied at once and what is used before the page is hydrated has
// its effect. After the first paint, it loads the scripts that hydrate the page.
{
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Without storage the system preference applies.
  }

  const addScript = (properties) => document.head.append(Object.assign(document.createElement("script"), properties));

  // What few readers use, and only the server renders, has a script that is loaded with its first use.
  const loadScript = ({ target }) => {
    const used = target.closest("[data-script]");
    if (!used) return;
    addScript({ src: used.dataset.script });
    used.removeAttribute("data-script");
    used.querySelector("[type=search]")?.focus();
  };
  for (const type of ["change", "toggle"]) document.addEventListener(type, loadScript, true);

  // The key `/` leads to the search, where nothing is typed into.
  document.addEventListener("keydown", (event) => {
    const isTyped = event.target.closest("input, textarea, select, dialog, [contenteditable]");
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || isTyped) return;
    event.preventDefault();
    const [first, own] = document.querySelectorAll("[role=search] input");
    const field = own ?? first;
    const box = field?.closest("details");
    if (box) box.open = true;
    field?.focus();
  });

  const finish = () => {
    document.querySelector(`[name=theme][value=${root.dataset.theme}]`)?.setAttribute("checked", "");

    // In development there is no list: Next loads its scripts itself.
    const urls = document.querySelector("meta[name=scripts]")?.content.split(" ") ?? [];
    let isStarted = false;
    const start = () => {
      if (isStarted) return;
      isStarted = true;
      for (const src of urls) addScript({ src, async: false }); // in their order
    };
    if (document.hidden) {
      start(); // A hidden page is not painted.
    } else {
      new PerformanceObserver(start).observe({ type: "paint", buffered: true });
      document.addEventListener("visibilitychange", start);
      window.addEventListener("load", () => setTimeout(start, 3000)); // Browsers may not report a paint.
    }
  };
  document.addEventListener("DOMContentLoaded", finish, { once: true });
}
