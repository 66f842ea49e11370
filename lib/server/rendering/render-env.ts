import type { Token } from "markdown-it";
import type { Direction } from "#lib/shared/direction";
import type { Ids } from "./ids.ts";

/** A heading with its anchor id. Levels are those on the page, whose own heading is level 1. */
export type Heading = { id: string; text: string; level: number };

/** A rendered text: HTML, and the headings for a table of contents. */
export type Rendering = { html: string; contents: Heading[] };

/** Prefixes of ids in a post, so that they never equal ids of the surrounding page. */
export const HEADING_PREFIX = "part-";
export const NOTE_PREFIX = "note-";

/** Input and output of rendering one text; markdown-it passes it to every rule as `env`. */
export type RenderEnv = {
  /** The prefix of heading ids. */
  prefix: string;
  /** Called with the tokens of the text, before rules of rendering add to them. */
  onParsed?: ((tokens: Token[]) => void) | undefined;
  /** Maps the URL of a link to the one to render. */
  resolveHref?: (href: string) => string;
  /** Whether the text has an account as its author; otherwise external links get `nofollow ugc`. */
  isTrustedAuthor: boolean;
  /** The base direction of the text. */
  direction: Direction;
  headings: Heading[];
  ids: Ids;
};
