import { hash } from "node:crypto";
import { converter, formatHex, type Oklch, toGamut, wcagContrast } from "culori";
import { LRUCache } from "lru-cache";

/** A theme's surfaces: the accent is read on each, and the first one is the colour of texts on the accent. */
type Surfaces = readonly [paper: string, ...others: string[]];

/** Those of styles/globals.css, and of styles/contrast.css for readers who prefer more contrast. */
export const SURFACES = {
  light: ["#fbf8f1", "#f2ecdf"],
  dark: ["#181613", "#24211c"],
  moreLight: ["#ffffff", "#f2f0ec"],
  moreDark: ["#000000", "#1c1a17"],
} as const satisfies Record<string, Surfaces>;

/** WCAG 2.2, 1.4.3 and 1.4.6: the contrast of a text, minimum and enhanced. */
const CONTRAST = 4.5;
const MORE_CONTRAST = 7;
/** A step of lightness; smaller than what the eye tells apart. */
const STEP = 0.005;

const toOklch = converter("oklch");
const toSrgb = toGamut("rgb", "oklch");

const leastContrast = (colour: string, surfaces: Surfaces) =>
  Math.min(...surfaces.map((surface) => wcagContrast(colour, surface)));

/** The colour itself where it is readable on the surfaces, else the nearest lightness of its hue that is. */
function readable(colour: string, surfaces: Surfaces, contrast: number, step: number): string {
  const { mode, c, h, l }: Oklch = toOklch(colour) ?? { mode: "oklch", c: 0, l: 0 };
  let shown = colour;
  for (let at = l; leastContrast(shown, surfaces) < contrast; at += step) {
    shown = formatHex(toSrgb({ mode, c, ...(h !== undefined && { h }), l: Math.min(1, Math.max(0, at)) }));
  }
  return shown;
}

/** The colours of an accent in every theme; links, buttons and focus rings have them. @param colour `#rrggbb` */
export function accentColours(colour: string): Record<keyof typeof SURFACES, string> {
  return {
    light: readable(colour, SURFACES.light, CONTRAST, -STEP),
    dark: readable(colour, SURFACES.dark, CONTRAST, STEP),
    moreLight: readable(colour, SURFACES.moreLight, MORE_CONTRAST, -STEP),
    moreDark: readable(colour, SURFACES.moreDark, MORE_CONTRAST, STEP),
  };
}

/**
 * The style sheet of an accent. In Tailwind's layer for the theme, but stronger than the default in it, whichever style sheet is
 * loaded first; forced colours stay.
 */
export function accentStyles(colour: string): string {
  const { dark, light, moreDark, moreLight } = accentColours(colour);
  const rule = (accents: [string, string], surfaces: [string, string]) =>
    `html:root{--color-accent:light-dark(${accents});--color-on-accent:light-dark(${surfaces})}`;
  const usual = rule([light, dark], [SURFACES.light[0], SURFACES.dark[0]]);
  const more = rule([moreLight, moreDark], [SURFACES.moreLight[0], SURFACES.moreDark[0]]);
  return `@layer theme{${usual}}@media (prefers-contrast:more) and (forced-colors:none){${more}}\n`;
}

const HASH_LENGTH = 8;
/** Hashes by colour: pages name the style sheet again and again. */
const hashes = new LRUCache<string, string>({ max: 100, memoMethod: (colour) => computeHash(colour) });
const computeHash = (colour: string) => hash("sha256", accentStyles(colour), "hex").slice(0, HASH_LENGTH);

/** The path of the style sheet of an accent; with the hash of its text, so that it never changes. */
export const accentPath = (colour: string) => `/accent-${colour.slice(1)}-${hashes.memo(colour)}.css`;

/** The style sheet with a name such as `a1421d-0123abcd` or `a1421d`; undefined for any other name. */
export function findAccent(name: string): { styles: string; isImmutable: boolean } | undefined {
  const [, digits, hash] = /^([\da-f]{6})(?:-([\da-f]{8}))?$/.exec(name) ?? [];
  if (digits === undefined) return undefined;
  // An instance with another version of Octavo may have named it: its page gets our colours, but only for now.
  return { styles: accentStyles(`#${digits}`), isImmutable: hash === hashes.memo(`#${digits}`) };
}
