import * as labels from "#lib/shared/labels/search";
import { StaticHtml } from "./static-html.tsx";

/**
 * The search of every page: a form that opens below its icon. The key `/` opens it; `search.js` shows results while typing. Without scripts the form is sent.
 */
export const siteSearchHtml = () =>
  `<details data-script="/search.js" data-words="${JSON.stringify(labels.results).replaceAll('"', "&quot;")}"><summary aria-keyshortcuts="/" title="${labels.searchByKey}"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M14 8.5a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0m-1.2 4.3 4.7 4.7"/></svg><span class="sr-only">${labels.search}</span></summary><form role="search" action="/blog"><div class="search-line"><input type="search" name="q" aria-label="${labels.findPosts}" placeholder="${labels.findPosts}" autocomplete="off" maxlength="200"><button type="submit">${labels.search}</button></div><p role="status"></p><div role="listbox" id="found" aria-label="${labels.foundPosts}" hidden></div></form></details>`;

export const SiteSearch = () => (
  <StaticHtml className="site-search" html={typeof window === "undefined" ? siteSearchHtml() : ""} />
);
