// Apart from imports.ts, so that the page of imports does not load zod.

/** In which state an import is; see docs/decisions/037-import-in-the-browser.md. */
export const IMPORT_STATES = [
  "checking",
  "ready",
  "importing",
  "cancelling",
  "done",
  "failed",
  "cancelled",
  "interrupted",
  "expired",
] as const;
type State = (typeof IMPORT_STATES)[number];

/** Whether a process works on an import. */
export const isImportRunning = (state: State) => ["checking", "importing", "cancelling"].includes(state);
/** Whether an import may be checked and started. */
export const isImportStartable = (state: State) => ["ready", "cancelled", "interrupted"].includes(state);

/** The beginning of the names of a form's fields for the accounts of authors; the rest is the author's name. */
export const AUTHOR_FIELD = "author:";

/** The options in the values of a form. */
export function importOptionsIn(values: Record<string, string>) {
  const authors = Object.entries(values)
    .filter(([field, email]) => field.startsWith(AUTHOR_FIELD) && email !== "")
    .map(([field, email]) => ({ name: field.slice(AUTHOR_FIELD.length), email }));
  return { site: values.site?.trim() || null, authors, downloadImages: values.downloadImages === "true" };
}
