import { useEffect, useRef } from "react";
import useSWR from "swr";
import { importOptionsIn, isImportRunning } from "#lib/shared/import-states";
import type { Import, ImportEntry } from "#lib/shared/imports";
import { importEntriesPath, importPath } from "#lib/shared/owner-paths";
import type { Page } from "#lib/shared/post-query";
import { ApiError, api } from "./api.ts";

/** How often the progress of a run is requested, in milliseconds. */
const POLL_MS = 1_000;

/** An import, which is requested again and again while it runs; undefined without an id. */
export function useImport(id: string | null) {
  const { data, error, mutate } = useSWR<Import, ApiError>(id === null ? null : importPath(id), api.get<Import>, {
    // SWR does not know the page's own data before the first response.
    refreshInterval: (latest) => (latest === undefined || isImportRunning(latest.state) ? POLL_MS : 0),
  });

  /** Another tab may have done the same, or something else: then the page shows that. */
  async function change(request: (id: string) => Promise<Import>): Promise<void> {
    if (id === null) return;
    try {
      await mutate(await request(id), { revalidate: false });
    } catch (thrown) {
      await mutate();
      if (!(thrown instanceof ApiError) || thrown.status !== 409) throw thrown;
    }
  }

  return {
    current: data,
    /** The connection is lost, or the import is deleted. */
    error,
    /** @param values of the form with the options */
    start: (state: "checking" | "importing", values: Record<string, string>) =>
      change((one) => api.changeImport(one, { state, options: importOptionsIn(values) })),
    cancel: () => change((one) => api.changeImport(one, { state: "cancelled" })),
  };
}

/** A page of the entries of an import's report. @param version changes with the report */
export function useImportEntries(id: string, version: string, after?: string) {
  const { data, mutate } = useSWR<Page<ImportEntry>, ApiError>(importEntriesPath(id, after), api.getPage<ImportEntry>);
  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    void mutate();
  }, [version, mutate]);
  return { entries: data?.items ?? [], next: data?.next };
}
