// Without zod, which the page would load.

/** The longest texts, in characters. The introduction and the footer are rendered with each page: large texts are posts. */
export const SITE_TEXT_MAX = {
  title: 100,
  tagline: 200,
  introduction: 4_000,
  footer: 1_000,
  label: 40,
  verification: 200,
};
export const NAVIGATION_MAX = 12;
export const REL_ME_MAX = 10;

/** The names of `<meta>` elements by which other services verify that the site is its owner's. */
export const VERIFICATIONS = {
  "google-site-verification": "Google",
  "msvalidate.01": "Bing",
  "yandex-verification": "Yandex",
  "baidu-site-verification": "Baidu",
  "naver-site-verification": "Naver",
  "facebook-domain-verification": "Facebook",
  "p:domain_verify": "Pinterest",
  "fediverse:creator": "Fediverse",
} as const;
export type VerificationName = keyof typeof VERIFICATIONS;
export const VERIFICATION_NAMES = Object.keys(VERIFICATIONS) as VerificationName[];
