import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { Import, ImportEntry, ImportParams, ImportPatch, ImportReport } from "#lib/shared/imports";
import { PageQuery } from "#lib/shared/params";
import { BODY, jsonOrForm, LIMITS, operation, success, WRITE } from "./parts.ts";

const forOwner: Pick<ZodOpenApiOperationObject, "tags" | "security"> = {
  tags: ["Imports"],
  security: [{ apiKey: [] }, { session: [] }],
};

const Form = z.object({
  file: z.string().meta({
    format: "binary",
    description: "XML of WordPress, JSON or zip of Ghost, a zip of Markdown; may be repeated",
  }),
});
const Report = ImportReport.extend({ entries: z.array(ImportEntry) });

/** Paths of imports. */
export const importPaths: ZodOpenApiPathsObject = {
  "/api/imports": {
    get: operation({
      ...forOwner,
      operationId: "listImports",
      summary: "List imports",
      description: "For the owner. The newest first; follow `Link` for more.",
      requestParams: { query: PageQuery },
      replies: { "200": success("A page of imports", z.array(Import), ["Link"]) },
      problems: ["unauthenticated", "forbidden"],
    }),
    post: operation({
      ...forOwner,
      operationId: "createImport",
      summary: "Upload the source of an import",
      description:
        "For the owner. Nothing is imported yet: the report is made next, and `state` becomes `ready`. An upload with which nothing is done for a day is deleted.",
      requestBody: { required: true, content: { "multipart/form-data": { schema: Form } } },
      replies: { "201": success("The import", Import, ["Location", ...LIMITS]) },
      problems: [
        ...[...WRITE, ...BODY, "forbidden" as const, "import-open" as const],
        ...["invalid-source" as const, "storage-full" as const, "storage-unavailable" as const],
      ],
    }),
  },
  "/api/imports/{id}": {
    get: operation({
      ...forOwner,
      operationId: "getImport",
      summary: "Get an import, its progress and its report",
      description: "For the owner.",
      requestParams: { path: ImportParams },
      replies: { "200": success("The import", Import) },
      problems: ["unauthenticated", "forbidden", "not-found"],
    }),
    patch: operation({
      ...forOwner,
      operationId: "changeImport",
      summary: "Start an import, or cancel it",
      description:
        "For the owner. It runs in the background; posts that were imported before stay as they are, so that an import that was interrupted can be started again.",
      requestParams: { path: ImportParams },
      requestBody: jsonOrForm(ImportPatch),
      replies: { "200": success("The import", Import, LIMITS) },
      problems: [...WRITE, ...BODY, "forbidden", "not-found", "import-open", "import-state"],
    }),
    delete: operation({
      ...forOwner,
      operationId: "deleteImport",
      summary: "Delete an import, its upload and its report",
      description: "For the owner. Posts that it has imported stay.",
      requestParams: { path: ImportParams },
      replies: { "204": success("It is gone", undefined, LIMITS) },
      problems: [...WRITE, "forbidden", "not-found", "import-state", "storage-unavailable"],
    }),
  },
  "/api/imports/{id}/entries": {
    get: operation({
      ...forOwner,
      operationId: "listImportEntries",
      summary: "List what an import changes or leaves out",
      description: "For the owner. The entries of its report, by kind; follow `Link` for more.",
      requestParams: { path: ImportParams, query: PageQuery },
      replies: { "200": success("A page of entries", z.array(ImportEntry), ["Link"]) },
      problems: ["unauthenticated", "forbidden", "not-found"],
    }),
  },
  "/api/imports/{id}/report": {
    get: operation({
      ...forOwner,
      operationId: "getImportReport",
      summary: "Download the whole report of an import",
      description: "For the owner. The same as `npx octavo import --json` prints.",
      requestParams: { path: ImportParams },
      replies: { "200": success("The report", Report, ["Content-Disposition"]) },
      problems: ["unauthenticated", "forbidden", "not-found"],
    }),
  },
};
