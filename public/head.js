// Runs before the first paint and before hydration: see docs/decisions/053.
{
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {}

  const addScript = (properties) => document.head.append(Object.assign(document.createElement("script"), properties));

  const loadScript = ({ target }) => {
    const used = target.closest("[data-script]");
    if (!used) return;
    addScript({ src: used.dataset.script });
    used.removeAttribute("data-script");
    used.querySelector("[type=search]")?.focus();
  };
  for (const type of ["change", "toggle"]) document.addEventListener(type, loadScript, true);

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
    const urls = document.querySelector("meta[name=scripts]")?.content.split(" ") ?? [];
    const start = () => {
      for (const src of urls.splice(0)) addScript({ src, async: false });
    };
    if (document.hidden) start();
    else {
      new PerformanceObserver(start).observe({ type: "paint", buffered: true });
      document.addEventListener("visibilitychange", start);
      window.addEventListener("load", () => setTimeout(start, 3000));
    }
  };
  document.addEventListener("DOMContentLoaded", finish, { once: true });
}
