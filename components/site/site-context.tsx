import { createContext, useContext } from "react";
import type { Site } from "#lib/shared/site";

/** Pages rendered by the build do not know the site, and use the program's name. */
const SiteContext = createContext<Site>({ title: "Octavo" });

export const SiteProvider = SiteContext.Provider;

/** The title and origin of the site. */
export const useSite = (): Site => useContext(SiteContext);
