import { useEffect } from "react";

/** Loads the script of an element that is used for the first time. */
function loadScript({ target }: Event): void {
  const used = (target as Element).closest<HTMLElement>("[data-script]");
  if (!used) return;
  const script = document.createElement("script");
  script.src = used.dataset.script ?? "";
  document.head.append(script);
  used.removeAttribute("data-script");
  used.querySelector<HTMLElement>("[type=search]")?.focus();
}

/** The key `/` leads to the search, where nothing is typed into. */
function findSearch(event: KeyboardEvent): void {
  const isTyped = (event.target as Element).closest("input, textarea, select, dialog, [contenteditable]");
  if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || isTyped) return;
  event.preventDefault();
  const [first, own] = document.querySelectorAll<HTMLElement>("[role=search] input");
  const field = own ?? first;
  const box = field?.closest("details");
  if (box) box.open = true;
  field?.focus();
}

/**
 * What few readers use, and only the server renders, has a script in public/ that is loaded with its first use. For the layout,
 * which is never unmounted: the listeners stay.
 */
export function useScriptsOnUse(): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    document.querySelector(`[name=theme][value=${dataset.theme}]`)?.setAttribute("checked", "");
    for (const type of ["change", "toggle"]) document.addEventListener(type, loadScript, true);
    document.addEventListener("keydown", findSearch);
  }, []);
}
