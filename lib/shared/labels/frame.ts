// Labels of what surrounds every page.

export const skipToText = "Skip to the text";
export const mainNavigation = "Main";
export const signIn = "Sign in";
export const account = "Account";
/** Their number follows. */
export const newMessages = "New messages: ";
export const moreNavigation = "More";
export const docs = "Docs";
export const contact = "Contact";
export const feed = "Feed";
