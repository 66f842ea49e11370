import { Env, settingDocs } from "../lib/server/env.ts";

/** The page whose table of settings is generated. */
export const SETTINGS_PAGE = "docs/guide/running.md";

const HEADER = ["setting", "default", "unit", "meaning"];

function defaultOf(name: keyof typeof Env.shape): string {
  const { defaultText } = settingDocs.get(Env.shape[name]) ?? {};
  if (defaultText !== undefined) return defaultText;
  const value = String(Env.shape[name].parse(undefined) ?? "");
  return value === "" ? "none" : `\`${value}\``;
}

/** The settings of `lib/server/env.ts` as a Markdown table. */
export function settingsTable(): string {
  const names = Object.keys(Env.shape) as (keyof typeof Env.shape)[];
  const rows = names.map((name) => {
    const docs = settingDocs.get(Env.shape[name]);
    if (!docs) throw new Error(`The setting ${name} has no description in lib/server/env.ts`);
    return [`\`${name}\``, defaultOf(name), docs.unit ?? "", docs.description];
  });
  const widths = HEADER.slice(0, -1).map((_, column) =>
    Math.max(...[HEADER, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [HEADER, HEADER.map((title, column) => "-".repeat(widths[column] ?? title.length)), ...rows]
    .map(line)
    .join("\n");
}

/** The page with its table of settings replaced by the current one. */
export function withSettingsTable(page: string): string {
  const [table] = /^\| setting +\|.*\n(\|.*\n?)+/m.exec(page) ?? [];
  if (!table) throw new Error(`${SETTINGS_PAGE} has no table that begins with "| setting"`);
  return page.replace(table, () => `${settingsTable()}\n`);
}
