// Labels of what surrounds every page.

export const skipToText = "Skip to the text";
export const mainNavigation = "Main";
export const home = "Home";
export const blog = "Blog";
export const write = "Write";
export const about = "About";
export const signIn = "Sign in";
export const account = "Account";
export const moreNavigation = "More";
export const docs = "Docs";
export const contact = "Contact";
export const feed = "Feed";
export const appearance = "Appearance";
export const themes = { system: "system", light: "light", dark: "dark" };
export const madeWith = "Set in Newsreader, folded with";
