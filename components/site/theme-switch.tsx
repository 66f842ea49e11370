import * as labels from "#lib/shared/labels/theme";
import { StaticHtml } from "./static-html.tsx";

const themeHtml = ([value, label]: [string, string]) =>
  `<label class="cursor-pointer border-b-2 choice px-1.5 py-1 capitalize hover:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-accent"><input type="radio" name="theme" value="${value}" class="sr-only"${value === "system" ? " checked" : ""}>${label}</label>`;

/** Light, dark, or the system setting: radio buttons for `choose-theme.js`. */
export const themeSwitchHtml = () =>
  `<fieldset data-script="/choose-theme.js" class="theme-switch flex flex-wrap items-center gap-x-1 no-script:hidden"><legend class="float-left mr-2">${labels.appearance}</legend>${Object.entries(labels.themes).map(themeHtml).join("")}</fieldset>`;

export const ThemeSwitch = () => <StaticHtml html={typeof window === "undefined" ? themeSwitchHtml() : ""} />;
