/** A file of an export; `path` has `/` as its separator. */
export type ExportFile = { path: string; bytes: Buffer };
