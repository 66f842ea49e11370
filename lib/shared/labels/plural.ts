import { LABELS_LANGUAGE } from "./language.ts";

/** The forms of a word by plural category (CLDR). */
type Forms = { one: string; other: string };

let pluralRules: Intl.PluralRules | undefined;

/** The form of a word for a count. */
export function plural(count: number, { one, other }: Forms): string {
  pluralRules ??= new Intl.PluralRules(LABELS_LANGUAGE);
  return pluralRules.select(count) === "one" ? one : other;
}
