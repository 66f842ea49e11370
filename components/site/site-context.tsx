import { createContext, useContext } from "react";
import { DEFAULT_SITE, type Site } from "#lib/shared/site";

const SiteContext = createContext<Site>(DEFAULT_SITE);

export const SiteProvider = SiteContext.Provider;

/** The site's settings that pages use, and its origin. */
export const useSite = (): Site => useContext(SiteContext);
