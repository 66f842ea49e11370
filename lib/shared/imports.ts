import { z } from "zod";
import { Email } from "./accounts.ts";
import { HTTP_URL_MAX, HttpUrl } from "./http-url.ts";
import { IMPORT_STATES } from "./import-states.ts";
import { idParams, PageQuery } from "./params.ts";

/** How many files a source may consist of. */
export const IMPORT_FILES_MAX = 100;
/** How many authors of a source may be mapped to accounts. */
export const IMPORT_AUTHORS_MAX = 200;
/** The longest name of an author or a file, in characters. */
export const IMPORT_NAME_MAX = 200;
/** The longest text of a report, in UTF-16 units. */
export const IMPORT_TEXT_MAX = 1_000;
/** How many entries of a report are stored. */
export const IMPORT_ENTRIES_MAX = 100_000;

/** In which state an import is; see docs/decisions/037-import-in-the-browser.md. */
export const ImportState = z.enum(IMPORT_STATES).meta({
  description:
    "`checking`: the report is being made; `ready`: it may be started; `failed`: the source cannot be imported, `error` says why; `interrupted`: a process has ended, start it again; `expired`: the upload was deleted",
});
export type ImportState = z.infer<typeof ImportState>;

/** Whose posts those of an author of the source become. */
const ImportAuthor = z.strictObject({
  name: z
    .string("Name must be text")
    .min(1, "Name is required")
    .max(IMPORT_NAME_MAX, `Name must be at most ${IMPORT_NAME_MAX} characters long`)
    .meta({ description: "As in `report.authors`", example: "olga" }),
  email: Email.meta({ description: "Of an account", example: "olga@example.org" }),
});
export type ImportAuthor = z.infer<typeof ImportAuthor>;

/** How a source is imported. */
export const ImportOptions = z
  .strictObject({
    site: HttpUrl("Site", HTTP_URL_MAX)
      .nullable()
      .default(null)
      .meta({ description: "The URL of the old site, whose links and paths are rewritten", example: null }),
    authors: z
      .array(ImportAuthor)
      .max(IMPORT_AUTHORS_MAX, `Authors must be at most ${IMPORT_AUTHORS_MAX}`)
      .default([])
      .meta({ description: "The accounts that get the posts of authors; all others get the owner's" }),
    downloadImages: z.boolean("Download images must be true or false").default(false).meta({
      description: "Whether images that the source does not have are stored from where the texts show them",
    }),
  })
  .meta({ id: "ImportOptions" });
export type ImportOptions = z.output<typeof ImportOptions>;
export type ImportOptionsInput = z.input<typeof ImportOptions>;

/** The body of PATCH: starts a check or an import, or cancels it. */
export const ImportPatch = z.strictObject({
  state: z
    .enum(["checking", "importing", "cancelled"], "State must be checking, importing or cancelled")
    .meta({ description: "`checking` makes a new report, `importing` imports, `cancelled` stops either" }),
  options: ImportOptions.optional().meta({ description: "Those of the last time, where they are left out" }),
});
export type ImportPatch = z.output<typeof ImportPatch>;
export type ImportPatchInput = z.input<typeof ImportPatch>;

const Count = z.int().min(0);

/** What an import did, or would do. */
export const ImportReport = z
  .object({
    source: z.object({
      kind: z.string().meta({ example: "wordpress" }),
      name: z.string(),
      site: z.string().nullable(),
    }),
    isDryRun: z.boolean().meta({ description: "Whether it says what an import would do" }),
    counts: z.object({
      posts: Count.meta({ description: "Posts and pages in the source" }),
      published: Count,
      scheduled: Count,
      drafts: Count,
      known: Count.meta({ description: "Imported before, and left as they are" }),
      leftOut: Count,
      redirects: Count,
      images: Count.meta({ description: "Images of texts and covers" }),
      imagesStored: Count.meta({ description: "Of the images, those that are stored here" }),
      imagesDownloaded: Count.meta({ description: "Of those that are stored, the downloaded ones" }),
      imagesWithoutAlt: Count,
    }),
    restored: z
      .object({ trashed: Count, revisions: Count, tags: Count, images: Count, accounts: Count })
      .optional()
      .meta({ description: "Of an export of Octavo that is restored with its ids: what else is restored" }),
    authors: z
      .array(
        z.object({
          name: z.string().meta({ description: "As the source has it; empty where it names nobody" }),
          posts: Count,
          account: z.string().nullable().meta({ description: "The name of the account that gets them" }),
          isMapped: z.boolean().meta({ description: "Whether `options.authors` has chosen it" }),
        }),
      )
      .meta({
        description: `Authors of the posts that are imported; of more than ${IMPORT_AUTHORS_MAX}, those with the most posts`,
      }),
  })
  .meta({ id: "ImportReport" });
export type ImportReport = z.infer<typeof ImportReport>;

/** Something that an import changes, leaves out, or leaves as text. */
export const ImportEntry = z
  .object({
    kind: z.enum(["left-out", "changed", "kept-as-text", "image"]),
    item: z.string().meta({ description: "Identifies the item in the source", example: "post:12" }),
    file: z.string(),
    line: z.int().optional().meta({ description: "The line of the file at which the item begins" }),
    title: z.string(),
    text: z.string().meta({ description: "What is changed or left out" }),
  })
  .meta({ id: "ImportEntry" });
export type ImportEntry = z.infer<typeof ImportEntry>;

/** How far a run is. */
export const ImportProgress = z
  .strictObject({
    doing: z.string().meta({ example: "importing" }),
    table: z.string().meta({ description: "What is counted", example: "posts" }),
    rows: Count,
    total: Count.meta({ description: "0 where it is not known yet" }),
    detail: z.string().optional().meta({ description: "What else was done" }),
  })
  .meta({ id: "ImportProgress" });
export type ImportProgress = z.infer<typeof ImportProgress>;

/** An import in the browser. */
export const Import = z
  .strictObject({
    id: z.string(),
    state: ImportState,
    files: z.array(z.strictObject({ name: z.string(), bytes: Count })),
    options: ImportOptions,
    progress: ImportProgress.nullable(),
    report: ImportReport.nullable().meta({ description: "Of the last check or import that has ended" }),
    entries: Count.meta({ description: "How many entries the report has; see `/api/imports/{id}/entries`" }),
    error: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Import" });
export type Import = z.infer<typeof Import>;

export const ImportParams = idParams("import", "5f0c1f6e-3c0b-4a5e-9d55-3f0f6a1c2d4e");
/** The query of the entries of a report. */
export const ImportEntriesQuery = ImportParams.extend(PageQuery.shape);
