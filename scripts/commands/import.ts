import path from "node:path";
import { requireDatabase } from "#lib/server/copy/source-and-target";
import { parseHttpUrl } from "#lib/shared/http-url";
import type { ImportAuthor } from "#lib/shared/imports";
import { DATABASE_OPTION, naming, ownDatabase } from "./options.ts";
import { printJson } from "./output.ts";
import { showProgress } from "./progress.ts";
import { type Command, UsageError } from "./run.ts";

/** The URL of the old site, without a slash at its end. @throws {UsageError} */
function siteOption(site: string | undefined): string | undefined {
  if (site === undefined) return undefined;
  const url = parseHttpUrl(site);
  if (!url)
    throw new UsageError(`--site must be an absolute http or https URL, as https://old.example, but is ${site}`);
  return url.href.replace(/\/+$/, "");
}

/** The account of an author of the source. @throws {UsageError} */
function authorOption(pair: string): ImportAuthor {
  const [, name = "", email = ""] = /^(.+)=([^=]+)$/s.exec(pair) ?? [];
  if (name === "") throw new UsageError(`--author must be old=new, but is ${pair}`);
  return { name, email: email.trim() };
}

export const importCommand: Command = {
  summary: "imports posts of WordPress, Ghost or a folder of Markdown, or restores an export",
  usage:
    "<source...> [--dry-run] [--json] [--download-images] [--from <kind>] [--author <old=email>] [--site <url>] [--database <database>]",
  arguments: "<source...>",
  options: {
    "--dry-run": "reports what would be imported, changed and left out, and stores nothing",
    "--json": "prints the report as JSON",
    "--download-images":
      "stores images that the source does not have from where the texts show them, over http and https",
    "--from <kind>": "wordpress, ghost, markdown or octavo; detected by content without it",
    "--author <old=email>":
      "the account that gets the posts of an author of the source; may be repeated. Others get the owner's",
    "--site <url>": "the URL of the old site, whose links are rewritten; needed where the source does not name it",
    ...DATABASE_OPTION,
  },
  repeatable: ["author"],
  notes: `
A source is an XML file exported by WordPress (or several), a JSON file or zip exported by Ghost, or a folder or zip of Markdown as
Jekyll, Hugo, Astro, Eleventy and Zola have it. Old paths are redirected, and links between the posts lead to the new ones. Images beside the texts are stored; a folder or zip with
those of WordPress or Ghost may be given along with its file.

An export of Octavo is restored with its ids and revisions where the database has no content. --author then names the email address
with which an account will sign in; reset-password sets its password.

The import can be repeated: posts that were imported before stay as they are, whatever was changed in them since, and those that
are missing are imported. If it was stopped, run it again. Octavo may be running.
`,
  async run({ database, from, site }, signal, { args, cwd, lists, switches }) {
    const { importSource } = await import("#lib/server/import/import");
    const { reportText } = await import("#lib/server/import/report");
    const { ImportRefused, SOURCE_KINDS } = await import("#lib/server/import/record");
    const kind = SOURCE_KINDS.find((name) => name === from);
    if (from !== undefined && !kind) {
      throw new UsageError(`--from must be one of ${SOURCE_KINDS.join(", ")}, but is ${from}`);
    }
    const oldSite = siteOption(site);
    const authors = (lists.author ?? []).map(authorOption);
    const { setting, url } = ownDatabase(database);
    const isDryRun = switches.has("dryRun");
    if (isDryRun) await naming({ [setting]: url }, () => requireDatabase(url));
    const { openDatabase } = await import("#lib/server/db/open");
    const { effectiveSettings, readSettings } = await import("#lib/server/site/settings");
    if (!isDryRun) {
      // Creates the folder for images where no server has.
      const { files } = await import("#lib/server/files/files");
      await (await files()).check();
    }
    const { db } = await naming({ [setting]: url }, () => openDatabase(url));
    const progress = showProgress();
    let rows = 0;
    try {
      const report = await importSource(db, {
        ...{ paths: args.map((source) => path.resolve(cwd, source)), kind, site: oldSite },
        ...{
          authors,
          isDryRun,
          signal,
          timeZone: effectiveSettings(await readSettings(db)).timeZone,
        },
        downloadsImages: switches.has("downloadImages"),
        onStep(step) {
          // The first reading does not know yet how much there is.
          if (step.total === 0) return;
          rows = step.rows;
          progress.onStep(step);
        },
      });
      progress.end();
      if (switches.has("json")) printJson(report);
      else process.stdout.write(reportText(report));
    } catch (error) {
      progress.end();
      if (signal.aborted && !isDryRun) {
        const line = `stopped after ${rows.toLocaleString("en")} posts; run the same command again to go on`;
        throw new Error(line, { cause: error });
      }
      throw error instanceof ImportRefused ? new UsageError(error.message) : error;
    } finally {
      await db.destroy();
    }
  },
};
