import { useState } from "react";
import { useSWRConfig } from "swr";
import type { About } from "#lib/shared/about";
import { ApiError, api } from "./api.ts";

const ABOUT_PATH = "/api/about";

/**
 * Returns a function that saves the text about the site. Where somebody else has saved it since, that is refused (412)
 * and taken the next time.
 * @param start the text as the page brought it: what is typed was begun from that
 */
export function useSaveAbout(start: About) {
  const { mutate } = useSWRConfig();
  const [version, setVersion] = useState(start.version);
  return async (content: string): Promise<void> => {
    try {
      const saved = await api.changeAbout(content, version);
      setVersion(saved.version);
      await mutate(ABOUT_PATH, saved, { revalidate: false });
    } catch (error) {
      const current = error instanceof ApiError ? error.problem.current?.version : undefined;
      if (typeof current === "number") setVersion(current);
      throw error;
    }
  };
}
