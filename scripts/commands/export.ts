import path from "node:path";
import { readSource } from "#lib/server/copy/source-and-target";
import { env } from "#lib/server/env";
import type { Manifest } from "#lib/server/export/format";
import { openStorage } from "#lib/server/files/files";
import { DATABASE_OPTION, filesOption, naming, ownDatabase } from "./options.ts";
import { count } from "./output.ts";
import { withProgress } from "./progress.ts";
import { type Command, UsageError } from "./run.ts";

function* summaryLines({ counts }: Manifest, target: string): Generator<string> {
  const { accounts, images, missingImages, posts, redirects, revisions, tags } = counts;
  const text = `${count(posts, "post")}, ${count(revisions, "revision")}, ${count(images, "image")}`;
  const others = `${count(tags, "tag")}, ${count(redirects, "redirect")}, ${count(accounts, "account")}`;
  yield `Exported to ${target}: ${text}, ${others}.`;
  if (missingImages > 0) {
    yield `Not exported: ${count(missingImages, "image")}, whose files the storage has lost or are damaged; octavo/images lists them.`;
  }
}

const summary = (manifest: Manifest, target: string) => `${[...summaryLines(manifest, target)].join("\n")}\n`;

export const exportCommand: Command = {
  summary: "exports posts, images and settings to a folder or a zip, which other programs can read",
  usage: "<target> [--no-drafts] [--no-trash] [--no-revisions] [--database <database>] [--files <storage>]",
  arguments: "<target>",
  options: {
    "--no-drafts": "leaves out drafts",
    "--no-trash": "leaves out posts in the trash",
    "--no-revisions": "leaves out earlier revisions of posts",
    ...DATABASE_OPTION,
    "--files <storage>": "the images of that database, file:… or s3://…; FILES_URL by default",
  },
  notes: `
The target is a new folder, or a file that ends in .zip: one Markdown file for each post with YAML front matter, which Hugo and Eleventy
read as it is, images, tags, redirects, settings and revisions. \`octavo import\` restores it in an empty database.

Passwords, email addresses, sessions, API keys, messages and autosaves are not exported. Octavo may be running: what is written after the
export has begun is not in it. If it is stopped (Ctrl+C), nothing is left behind.
`,
  async run({ database, files }, signal, { args, cwd, switches }) {
    const { exportFiles } = await import("#lib/server/export/export");
    const { ExportRefused, requireNewTarget, writeExport } = await import("#lib/server/export/write");
    const { setting, url } = ownDatabase(database);
    const storage = filesOption("files", files) ?? env().FILES_URL;
    const target = path.resolve(cwd, args[0] ?? "");
    const scope = {
      ...{ drafts: switches.has("drafts"), trash: switches.has("trash"), revisions: switches.has("revisions") },
      now: Date.now(),
    };
    let manifest: Manifest | undefined;
    const onManifest = (written: Manifest) => {
      manifest = written;
    };
    try {
      await requireNewTarget(target);
      await withProgress((onStep) =>
        naming({ [setting]: url }, () =>
          readSource(url, async (trx) => {
            const options = { scope, onStep, onManifest, signal };
            await writeExport(exportFiles(trx, await openStorage(storage), options), target);
          }),
        ),
      );
      if (manifest) process.stdout.write(summary(manifest, target));
    } catch (error) {
      throw error instanceof ExportRefused ? new UsageError(error.message) : error;
    }
  },
};
