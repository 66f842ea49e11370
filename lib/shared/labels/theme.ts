// Labels of the choice of a theme, at the end of every page.

export const appearance = "Appearance";
export const themes = { system: "system", light: "light", dark: "dark" };
