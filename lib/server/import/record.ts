/** What a source is, as `--from` names it. */
export const SOURCE_KINDS = ["wordpress", "ghost", "markdown", "octavo"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Where an item is in its source: a file, and the line at which it begins. */
export type Place = { file: string; line?: number | undefined };

/** What kind of entry of the report a note is. */
export type NoteKind = "left-out" | "changed" | "kept-as-text" | "image";

/** Something that an import changes, leaves out, or cannot convert; or an image, with where it is from. */
export type Note = { kind: NoteKind; text: string; line?: number | undefined };

/** Who wrote an item, by the names that `--author` may use for them. */
export type SourceAuthor = { name: string; aliases: string[] };

/** A reference to an image, as the source has it. */
export type ImageReference = { src: string; alt: string };

/**
 * A post or page of a source, in the form that all sources have in common. Texts are as they were read: to-draft.ts makes them valid.
 */
export type SourceRecord = {
  /** Identifies the item within its source, such as `post:12` or `_posts/2019-05-01-hello.md`. */
  item: string;
  place: Place;
  title: string;
  /** `line`: where the text begins in its file. */
  body: { format: "html" | "markdown"; text: string; hasLineBreaks?: boolean; line?: number };
  isPublished: boolean;
  /** RFC 3339. */
  publishedAt?: string | undefined;
  createdAt?: string | undefined;
  updatedAt?: string | undefined;
  authors: SourceAuthor[];
  tags: string[];
  slug?: string | undefined;
  excerpt?: string | undefined;
  canonicalUrl?: string | undefined;
  language?: string | undefined;
  cover?: ImageReference | undefined;
  /** Its paths and URLs on the old site, the current one first. */
  paths: string[];
  notes: Note[];
};

/** Something in a source that is no post. */
export type LeftOut = { item: string; place: Place; title: string; notes: Note[] };

/** What a source yields: records, and what is left out. */
export type SourceEntry = { record: SourceRecord } | { leftOut: LeftOut };

/** A source that has been recognized. It is read twice: for the plan, and for the import. */
export type Source = {
  kind: SourceKind;
  /** Identifies the source together with its kind, so that its items are known again; empty where the ids of items suffice. */
  name: string;
  /** The URL of the old site, without a slash at the end; undefined where the source does not name it. */
  site: string | undefined;
  read(): AsyncIterable<SourceEntry>;
  /** The images of the source that texts refer to by an id, once it has been read. */
  images: ReadonlyMap<string, ImageReference>;
  /** The image here that a reference of a text is already; undefined for one that is to be stored. */
  storedImage?(src: string): { id: string; width: number } | undefined;
};

/** A source was refused; the message is one line and says why. */
export class ImportRefused extends Error {}

/** One text, or a file of a source, may have so many bytes. */
export const ITEM_BYTES_MAX = 16 * 1024 * 1024;

export const note = (kind: NoteKind, text: string): Note => ({ kind, text });

/** A value of the source in a note, shortened. */
export const quoted = (value: string) => `“${value.length > 80 ? `${value.slice(0, 80)}…` : value}”`;
