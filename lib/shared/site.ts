import type { Direction } from "./direction.ts";

type Attributes = { lang: string; dir: Direction | "auto" };

/** The site's data that every page uses. */
export type Site = {
  title: string;
  /** The language of the site's posts unless they have their own (BCP 47). */
  language: string;
  /** The time zone in which dates are shown and entered (IANA). */
  timeZone: string;
  /** The site's origin, such as `https://example.org`; undefined on pages that are rendered at build time. */
  origin?: string;
  /**
   * Where the labels are in another language than the site: the attributes of the frame around all texts, with its labels,
   * and those of texts in the site's language within it.
   */
  frame?: Attributes;
  text?: Attributes;
};

/** The site where its settings are not known: on pages that are rendered at build time. */
export const DEFAULT_SITE: Site = { title: "Octavo", language: "en", timeZone: "UTC" };
