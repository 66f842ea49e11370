import type { Direction } from "./direction.ts";
import { about, blog, home, write } from "./labels/frame.ts";
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
  logo?: { image: string; width: number; height: number };
  navigation?: { label: string; url: string }[];
  /** HTML. */
  footer?: string;
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
export type HomeTexts = { tagline: string; introduction: string };

/** The site where its settings are not known. */
export const DEFAULT_SITE: Site = { title: "Octavo", language: "en", timeZone: "UTC" };

/** How much longer than the other the longer side of an icon may be. */
const ICON_RATIO = 1.25;

/** Whether a logo is about as wide as high, and so can be an icon. A wider one is shown in place of the title. */
export const isIcon = ({ height, width }: { height: number; width: number }) =>
  Math.max(width, height) <= ICON_RATIO * Math.min(width, height);

export const WRITE_PATH = "/blog/create";

/** The links on top of every page, until the owner chooses others. */
export const DEFAULT_NAVIGATION = [
  { label: home, url: "/" },
  { label: blog, url: "/blog" },
  { label: write, url: WRITE_PATH },
  { label: about, url: "/about" },
];

/** Who is looking at a list without posts. */
export type EmptyFor = "owner" | "writer" | "reader";
