const SLUG_MAX = 80;

/** The pages that stand below a post's address, where its slug stands too. */
const PAGES = ["edit", "delete", "history"];

/** The cosmetic part of a post's address: its title in lower case, accents off, words joined by hyphens, any script. */
export function slugOf(title: string): string {
  const bare = title
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .normalize("NFC")
    .toLowerCase();
  const words = bare.replace(/['’]/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
  const slug = [...words.join("-")].slice(0, SLUG_MAX).join("").replace(/-$/, "");
  if (slug === "") return "post";
  return PAGES.includes(slug) ? `${slug}-post` : slug;
}
