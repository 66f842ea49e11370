/** What every page says of the site. */
export type Site = {
  /** SITE_TITLE. */
  title: string;
  /** The site's address as its visitor has it, such as `https://example.org`; unknown to pages that are made with the build. */
  origin?: string;
};
