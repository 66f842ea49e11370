import { createContext, useContext } from "react";
import type { Site } from "#lib/shared/site";

/** The program's own name stands where no site's is known: on pages that are made with the build. */
const SiteContext = createContext<Site>({ title: "Octavo" });

export const SiteProvider = SiteContext.Provider;

/** What the page says of the site that it is part of. */
export const useSite = (): Site => useContext(SiteContext);
