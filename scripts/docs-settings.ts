import { readFileSync, writeFileSync } from "node:fs";
import { SETTINGS_PAGE, withSettingsTable } from "./settings-table.ts";

/** `npm run docs:settings`: writes the table of settings from `lib/server/env.ts`. */
writeFileSync(SETTINGS_PAGE, withSettingsTable(readFileSync(SETTINGS_PAGE, "utf8")));
