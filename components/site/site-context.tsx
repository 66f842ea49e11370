import { createContext, useContext } from "react";
import { DEFAULT_SITE, type Site } from "#lib/shared/site";

const SiteContext = createContext<Site | undefined>(undefined);

export const SiteProvider = SiteContext.Provider;

/** The site's settings that pages use, and its origin; the default ones where they are not known. */
export const useSite = (): Site => useContext(SiteContext) ?? DEFAULT_SITE;
