import { readFileSync } from "node:fs";
import { wcagContrast } from "culori";
import { accentColours, accentPath, accentStyles, findAccent, SURFACES } from "#lib/server/site/accent";

/** Every sixth step of red, green and blue, with black, white and the pure colours. */
const DIGITS = ["00", "33", "66", "99", "cc", "ff"];
const COLOURS = DIGITS.flatMap((r) => DIGITS.flatMap((g) => DIGITS.map((b) => `#${r}${g}${b}`)));

test.each([
  ["light", 4.5],
  ["dark", 4.5],
  ["moreLight", 7],
  ["moreDark", 7],
] as const)("accentColours — 216 colours, %s — contrast of at least %f on every surface", (theme, contrast) => {
  for (const colour of COLOURS) {
    const shown = accentColours(colour)[theme];
    expect(shown).toMatch(/^#[\da-f]{6}$/);
    for (const surface of SURFACES[theme]) expect(wcagContrast(shown, surface)).toBeGreaterThanOrEqual(contrast);
  }
});

test("accentColours — readable as it is — unchanged", () => {
  expect(accentColours("#12584e").light).toBe("#12584e");
  expect(accentColours("#86c8b9").dark).toBe("#86c8b9");
});

test("accentColours — too light or too dark — the same hue", () => {
  const { dark, light } = accentColours("#d9480f");
  for (const shown of [dark, light]) {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(shown.slice(at, at + 2), 16));
    expect(red).toBeGreaterThan(green);
    expect(green).toBeGreaterThan(blue);
  }
});

test("SURFACES — those of the style sheets", () => {
  const styles = readFileSync("styles/globals.css", "utf8");
  const contrast = readFileSync("styles/contrast.css", "utf8");
  const long = (colour = "") => (colour.length === 4 ? colour.replace(/[\da-f]/g, "$&$&") : colour);
  const valuesOf = (css: string, name: string) => {
    const [, light, dark] = new RegExp(`--color-${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css) ?? [];
    return [long(light), long(dark)];
  };
  for (const [at, name] of ["paper", "wash"].entries()) {
    expect([SURFACES.light[at], SURFACES.dark[at]]).toEqual(valuesOf(styles, name));
    expect([SURFACES.moreLight[at], SURFACES.moreDark[at]]).toEqual(valuesOf(contrast, name));
  }
});

test("accentPath — found by its name, for good; another hash or none — the same styles, for now", () => {
  const [, name = ""] = /^\/accent-(.+)\.css$/.exec(accentPath("#a1421d")) ?? [];
  const styles = accentStyles("#a1421d");
  expect(findAccent(name)).toEqual({ styles, isImmutable: true });
  expect(findAccent("a1421d")).toEqual({ styles, isImmutable: false });
  expect(findAccent("a1421d-00000000")).toEqual({ styles, isImmutable: false });
  expect(findAccent("a1421d;}")).toBeUndefined();
});
