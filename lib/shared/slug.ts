const SLUG_MAX = 80;
/** The longest beginning of a text that is used, in UTF-16 units: normalizing is quadratic in a run of combining marks. */
const SOURCE_MAX = 2_000;

/** The pages below a post's path, in the position of its slug. */
export const PAGES_OF_A_POST = ["edit", "delete", "history"];

/** A text in lower case without accents, words joined by hyphens, in any script; empty without letters and digits. */
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

/** The slug of a post whose author gave it none, generated from its title. It does not identify the post. */
export function postSlug(title: string): string {
  const slug = slugify(title);
  if (slug === "") return "post";
  return PAGES_OF_A_POST.includes(slug) ? `${slug}-post` : slug;
}
