import { useState } from "react";
import { useSWRConfig } from "swr";
import type { About } from "#lib/shared/about";
import { ApiError, api } from "./api.ts";

const ABOUT_PATH = "/api/about";

/**
 * Returns a function that saves the text about the site. If somebody else saved it since, the first call is rejected
 * (412) and the next one replaces their text.
 * @param start the text that the author started from
 */
export function useSaveAbout(start: About) {
  const { mutate } = useSWRConfig();
  const [version, setVersion] = useState(start.version);
  return async (content: string): Promise<void> => {
    try {
      const saved = await api.changeAbout({ content }, version);
      setVersion(saved.version);
      await mutate(ABOUT_PATH, saved, { revalidate: false });
    } catch (error) {
      const current = error instanceof ApiError ? error.problem.current?.version : undefined;
      if (typeof current === "number") setVersion(current);
      throw error;
    }
  };
}
