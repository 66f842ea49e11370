/** The longest slug, in UTF-16 units. GitHub has no limit. */
const SLUG_MAX = 200;

/** The fragment of a heading as GitHub makes it: lower case, without punctuation, a hyphen for each space. */
export function headingSlug(text: string): string {
  return text
    .slice(0, SLUG_MAX)
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
}

/** The longest fragment that is looked up: normalizing is quadratic in a run of combining marks. */
const FRAGMENT_MAX = 1_000;

/** A fragment as ids are found by it: as composed characters, in lower case. */
export const fragmentKey = (fragment: string): string =>
  fragment.length > FRAGMENT_MAX ? fragment : fragment.normalize("NFC").toLowerCase();

/** A fragment without percent-encoding; one that is not well-formed is returned unchanged. */
export function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
