/** The site's data that every page uses. */
export type Site = {
  /** SITE_TITLE. */
  title: string;
  /** The site's origin, such as `https://example.org`; undefined on pages that are rendered at build time. */
  origin?: string;
};
