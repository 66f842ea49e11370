/**
 * The attributes of a box of code: it scrolls by itself and can be focused, and runs left to right in text of any direction.
 */
export const BOX_ATTRIBUTES: [string, string][] = [
  ["dir", "ltr"],
  ["role", "group"],
  ["aria-label", "Code"],
  ["tabindex", "0"],
];
