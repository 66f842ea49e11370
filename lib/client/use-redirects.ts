import useSWR from "swr";
import { redirectsPath } from "#lib/shared/owner-paths";
import type { Page } from "#lib/shared/post-query";
import type { Redirect } from "#lib/shared/redirects";
import { type ApiError, api } from "./api.ts";

/** A page of the site's redirects, for the owner. @param after the cursor this page starts after */
export function useRedirects(after?: string) {
  const { data, mutate } = useSWR<Page<Redirect>, ApiError>(redirectsPath(after), api.getPage<Redirect>);
  return {
    redirects: data?.items ?? [],
    next: data?.next,
    /** Adds a redirect, or replaces the one from its path. @param url a path of the site, or a URL */
    async add(path: string, url: string): Promise<Redirect> {
      const stored = await api.putRedirect(path, { url });
      await mutate();
      return stored;
    },
    async deleteRedirect(path: string): Promise<void> {
      await api.deleteRedirect(path);
      await mutate();
    },
  };
}
