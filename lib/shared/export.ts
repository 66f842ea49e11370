import { z } from "zod";
import { parameter } from "./params.ts";

/** The media type of an export. */
export const EXPORT_TYPE = "application/zip";

const leaveOut = (name: string, what: string) =>
  parameter(name)
    .pipe(z.enum(["true", "false"], `${name} must be true or false`))
    .optional()
    .meta({ description: `\`true\`: without ${what}` });

/** The query of an export: what is left out of it. Without parameters, everything is exported. */
export const ExportQuery = z.strictObject({
  withoutDrafts: leaveOut("withoutDrafts", "drafts"),
  withoutTrash: leaveOut("withoutTrash", "posts in the trash"),
  withoutRevisions: leaveOut("withoutRevisions", "earlier revisions of posts"),
});
export type ExportQuery = z.output<typeof ExportQuery>;
