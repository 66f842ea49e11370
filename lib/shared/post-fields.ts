import { type Cover, formatCover, parseCover } from "./cover.ts";
import { LANGUAGE_MAX } from "./languages.ts";
import { splitTags } from "./tag-names.ts";

/** One field of a post's text. Validation, PUT, the form, comparison, revisions and restore iterate over TEXT_FIELDS. */
type TextField<Value> = {
  label: string;
  /** Stored where the field is cleared, and where PUT or a form leaves it out. */
  empty: Value;
  /** Whether a post without it is refused. */
  isRequired: boolean;
  /** The limit: Unicode code points of a text, items of a list. */
  max: number;
  /** The value as text, as the form shows it and as two posts are compared. */
  format: (value: Value) => string;
  /** The inverse of `format`, for what a form sends. */
  parse: (typed: string) => Value;
};

type TextOptions = {
  label: string;
  max: number;
  isRequired?: boolean;
  /** One line: in a form, line ends become spaces. */
  isLine?: boolean;
};

const textField = ({ isRequired = false, isLine = false, ...options }: TextOptions): TextField<string> => ({
  ...options,
  isRequired,
  empty: "",
  format: (value) => value,
  // A browser that posts a form sends line ends as CR LF (HTML, 4.10.21.8); they are stored as LF.
  parse: (typed) => (isLine ? typed.replace(/[\r\n]+/g, " ") : typed.replaceAll("\r\n", "\n")),
});

const tagsField = (options: { label: string; max: number }): TextField<string[]> => ({
  ...options,
  isRequired: false,
  empty: [],
  format: (tags) => tags.join(", "),
  parse: splitTags,
});

const coverField = (options: { label: string; max: number }): TextField<Cover | null> => ({
  ...options,
  isRequired: false,
  empty: null,
  format: formatCover,
  parse: (typed) => parseCover(typed.replace(/[\r\n]+/g, " ")),
});

/** The fields of a post's text, in the order of the form. A revision holds them all, and restoring it brings them all back. */
export const TEXT_FIELDS = {
  title: textField({ label: "Title", max: 200, isRequired: true, isLine: true }),
  content: textField({ label: "Content", max: 250_000, isRequired: true }),
  tags: tagsField({ label: "Tags", max: 20 }),
  excerpt: textField({ label: "Excerpt", max: 280 }),
  /** The limit is that of its alternative text. */
  cover: coverField({ label: "Cover", max: 1_000 }),
  slug: textField({ label: "Slug", max: 200 }),
  canonicalUrl: textField({ label: "Canonical URL", max: 2_000 }),
  language: textField({ label: "Language", max: LANGUAGE_MAX }),
};

/** The fields that are generated from another one while the author leaves them empty. */
export const DERIVED_FIELDS = ["excerpt", "slug"] as const satisfies (keyof typeof TEXT_FIELDS)[];

/** Whether readers see a post is no part of its text: neither compared nor restored, and PUT leaves it unchanged. */
export const PUBLICATION_FIELDS = ["status", "publishedAt"] as const;

export type TextFieldName = keyof typeof TEXT_FIELDS;
export type WritableField = TextFieldName | (typeof PUBLICATION_FIELDS)[number];

/** The text of a post: every field that its author writes. */
export type PostText = { [Name in TextFieldName]: (typeof TEXT_FIELDS)[Name]["empty"] };
/** A change of it: a field that is undefined stays, null clears it. */
export type TextChanges = { [Name in TextFieldName]?: PostText[Name] | null | undefined };

const FIELDS: { [Name in TextFieldName]: TextField<PostText[Name]> } = TEXT_FIELDS;
export const TEXT_FIELD_NAMES = Object.keys(TEXT_FIELDS) as TextFieldName[];

/** The fields that are lists; in a form body they are repeated. */
export const LIST_FIELDS = TEXT_FIELD_NAMES.filter((name) => Array.isArray(TEXT_FIELDS[name].empty));

/** One value for each field of the text. */
export function mapTextFields<Value>(map: (name: TextFieldName) => Value): Record<TextFieldName, Value> {
  return Object.fromEntries(TEXT_FIELD_NAMES.map((name) => [name, map(name)])) as Record<TextFieldName, Value>;
}

/** A field of a post as text, for the form and for comparison. */
export const formatField = <Name extends TextFieldName>(name: Name, text: PostText): string =>
  FIELDS[name].format(text[name]);

/** The fields of a form as a post's text; those that are missing are empty. */
export const parseText = (typed: Partial<Record<TextFieldName, string>>): PostText =>
  mapTextFields((name) => FIELDS[name].parse(typed[name] ?? "")) as PostText;

/** A text after a change. */
export const mergeText = (text: PostText, changes: TextChanges): PostText =>
  mapTextFields((name) =>
    changes[name] === undefined ? text[name] : (changes[name] ?? TEXT_FIELDS[name].empty),
  ) as PostText;

const EMPTY_TEXT = mapTextFields((name) => TEXT_FIELDS[name].empty) as PostText;

/** The whole text of which some fields are given: the others are empty. */
export const completeText = (given: TextChanges): PostText => mergeText(EMPTY_TEXT, given);

/** A text to compare with `other`: without the derived fields that `other` leaves empty, which may be generated. */
export function comparableWith(other: PostText, text: TextChanges): PostText {
  const generated = DERIVED_FIELDS.filter((name) => other[name] === "");
  return { ...completeText(text), ...Object.fromEntries(generated.map((name) => [name, ""])) };
}
