import { EMPTY_FORM, type PostFormValues } from "#lib/shared/post-form";
import { replaceText } from "./edit-textarea.ts";

const NAMES = Object.keys(EMPTY_FORM) as (keyof PostFormValues)[];

/** The values in the editor's form; those of fields that it does not have are empty. */
export function readFormValues(form: HTMLFormElement): PostFormValues {
  const data = new FormData(form);
  const values = NAMES.map((name) => [name, data.get(name) ?? EMPTY_FORM[name]]);
  return Object.fromEntries(values) as PostFormValues;
}

/** Sets the form's values, except those of fields marked as fixed. The browser's undo brings back a content that this replaces. */
export function writeFormValues(form: HTMLFormElement, values: PostFormValues): void {
  for (const name of NAMES) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLElement && "fixed" in field.dataset) continue;
    if (field instanceof HTMLTextAreaElement) replaceText(field, values[name]);
    else if (field instanceof HTMLInputElement || field instanceof RadioNodeList) field.value = values[name];
    else if (field instanceof HTMLSelectElement) field.value = values[name];
  }
}

export const isSameValues = (one: PostFormValues, other: PostFormValues): boolean =>
  NAMES.every((name) => one[name] === other[name]);
