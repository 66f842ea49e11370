/** A heading of a text, and where a link finds it. Levels are those of the page, whose own heading is level 1. */
export type Heading = { id: string; text: string; level: number };

/** A rendered text: HTML, and the headings for a table of contents. */
export type Rendering = { html: string; contents: Heading[] };

/** What the ids in a post begin with, so that they never are those of the page around. */
export const HEADING_PREFIX = "part-";
export const NOTE_PREFIX = "note-";

/** What the making of one text's HTML goes by, and what it finds: markdown-it hands it to every rule as `env`. */
export type RenderEnv = {
  /** What the ids of headings begin with. */
  prefix: string;
  /** Makes of a link's address the one that is shown. */
  address?: (href: string) => string;
  /** Whether somebody stands for the text; where nobody does, its links to other sites recommend nothing. */
  isTrustedAuthor: boolean;
  headings: Heading[];
};
