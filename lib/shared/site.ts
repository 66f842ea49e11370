import type { Direction } from "./direction.ts";
import type { SocialImage } from "./social-image.ts";

type Attributes = { lang: string; dir: Direction | "auto" };

/** The site's data that every page uses. What the owner has not set is left out. */
export type Site = {
  title: string;
  /** The language of the site's posts unless they have their own (BCP 47). */
  language: string;
  /** The time zone in which dates are shown and entered (IANA). */
  timeZone: string;
  /** The site's origin, such as `https://example.org`. */
  origin?: string;
  /**
   * Where the labels are in another language than the site: the attributes of the frame around all texts, with its labels,
   * and those of texts in the site's language within it.
   */
  frame?: Attributes;
  text?: Attributes;
  /** Whether lists show the covers of posts. */
  hasListCovers?: boolean;
  /** With the path of a file that is wide enough; about as wide as high it is an icon too, else it stands in place of the title. */
  logo?: { src: string; width: number; height: number; isIcon: boolean };
  /** Links on top of every page, and HTML at its end. */
  navigation: { label: string; url: string }[];
  footer: string;
  /** The language of the links, where it is not that of the labels. */
  navigationLanguage?: string;
  /** The path of the style sheet of the accent colour. */
  accent?: string;
  socialImage?: SocialImage;
  /** The URLs of `rel=me` links, and the contents of `<meta>` elements by name. */
  relMe?: string[];
  verification?: Record<string, string>;
  /** The URL of a script for readers' pages. */
  analytics?: string;
};

/** The owner's texts on the home page: one line, and HTML. Either may be empty. */
export type HomeTexts = { tagline: string; isDefaultTagline: boolean; introduction: string };

/** The page to write a new post, to which the navigation may lead. */
export const WRITE_PATH = "/blog/create";

/** The site where its settings are not known. */
export const DEFAULT_SITE: Site = { title: "Octavo", language: "en", timeZone: "UTC", navigation: [], footer: "" };

/** A link to what can be done about a site without posts. */
export type NextStep = { label: string; url: string };
