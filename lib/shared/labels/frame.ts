// Labels of what surrounds every page.
import { plural } from "./plural.ts";

export const skipToText = "Skip to the text";
export const mainNavigation = "Main";
export const signIn = "Sign in";
export const account = "Account";
export const newMessages = (count: number, text: string) =>
  `${text} ${plural(count, { one: "new message", other: "new messages" })}`;
export const moreNavigation = "More";
export const docs = "Docs";
export const contact = "Contact";
export const feed = "Feed";
