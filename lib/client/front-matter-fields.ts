import { TEXT_FIELDS } from "#lib/shared/post-fields";
import type { PostFormValues } from "#lib/shared/post-form";
import { fromLocalTime } from "#lib/shared/time-zone";

const NAMES = ["title", "tags", "excerpt", "slug", "canonicalUrl", "publishAt"] as const;
type Name = (typeof NAMES)[number];

/** Values for fields of the editor's form, taken from front matter. */
export type FrontMatterFields = { [Key in Name]?: string | undefined };

/** A value that is offered, with the field's label. */
export type Offered = { name: Name; label: string; value: string };

/** Whether a text may begin with front matter; only then is it parsed. */
export const mayHaveFrontMatter = (text: string): boolean => /^\ufeff?(?:---|\+\+\+)[^\S\n]*\r?\n/.test(text);

/** What is offered: values for the fields that the form has. A date in the past is none for the date of publication. */
export function offeredFields(
  fields: FrontMatterFields,
  form: HTMLFormElement,
  timeZone: string,
  now: number,
): Offered[] {
  return NAMES.flatMap((name): Offered[] => {
    const value = fields[name];
    if (value === undefined || !form.elements.namedItem(name)) return [];
    if (name === "publishAt")
      return Date.parse(fromLocalTime(value, timeZone) ?? "") > now ? [{ name, label: "Date", value }] : [];
    return [{ name, label: TEXT_FIELDS[name].label, value }];
  });
}

type Values = Partial<Pick<PostFormValues, Name | "publication">>;

function setField(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof RadioNodeList) {
    for (const radio of field) if (radio instanceof HTMLInputElement && radio.value === value) radio.click();
  } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Sets fields of the form. @returns their values before, for undo */
export function fillIn(form: HTMLFormElement, values: Values): Values {
  const before = new FormData(form);
  for (const [name, value] of Object.entries(values)) setField(form, name, value);
  return Object.fromEntries(Object.keys(values).map((name) => [name, String(before.get(name) ?? "")]));
}

/** The values of the form that use what is offered: a date schedules the post. */
export function toValues(offered: Offered[]): Values {
  const values: Values = Object.fromEntries(offered.map(({ name, value }) => [name, value]));
  return values.publishAt === undefined ? values : { ...values, publication: "scheduled" };
}
