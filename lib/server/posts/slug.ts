const SLUG_MAX = 80;
/** Of a longer text only the beginning counts, in UTF-16 units: normalizing takes the square of a run of combining marks. */
const SOURCE_MAX = 2_000;

/** The pages that stand below a post's address, where its slug stands too. */
const PAGES = ["edit", "delete", "history"];

/** A text in lower case, accents off, words joined by hyphens, any script; empty where it has no letter and no digit. */
export function slugify(text: string): string {
  const bare = text
    .slice(0, SOURCE_MAX)
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .normalize("NFC")
    .toLowerCase();
  const words = bare.replace(/['’]/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...words.join("-")].slice(0, SLUG_MAX).join("").replace(/-$/, "");
}

/** The cosmetic part of a post's address, made from its title. */
export function postSlug(title: string): string {
  const slug = slugify(title);
  if (slug === "") return "post";
  return PAGES.includes(slug) ? `${slug}-post` : slug;
}
