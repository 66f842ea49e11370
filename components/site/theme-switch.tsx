import { useSyncExternalStore } from "react";
import * as labels from "#lib/shared/labels/frame";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The choice is an attribute of the root element, set by `theme.js` before the first paint. */
const current = () => (document.documentElement.dataset.theme as Theme | undefined) ?? "system";

function choose(theme: Theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Without storage the choice lasts until the page is left.
  }
  for (const listener of listeners) listener();
}

/** Light, dark, or the system setting. */
export function ThemeSwitch() {
  const theme = useSyncExternalStore(subscribe, current, () => "system");
  return (
    <fieldset className="flex flex-wrap items-center gap-x-1 no-script:hidden">
      <legend className="float-left mr-2">{labels.appearance}</legend>
      {THEMES.map((name) => (
        <label
          key={name}
          className="cursor-pointer border-b-2 choice px-1.5 py-1 capitalize hover:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="theme"
            value={name}
            checked={theme === name}
            onChange={() => choose(name)}
            className="sr-only"
          />
          {labels.themes[name]}
        </label>
      ))}
    </fieldset>
  );
}
