import { Head } from "next/document";

type Files = Parameters<Head["getScripts"]>[0];

/** Replaces Next's scripts by their URLs, which `head.js` loads after the first paint, which defers hydration (docs/decisions/012). */
export class DocumentHead extends Head {
  override getScripts(files: Files) {
    const scripts = super.getScripts(files);
    // In development the page is hidden until scripts have added the styles.
    if (this.context.isDevelopment) return scripts;
    const urls = scripts.map(({ props: { src } }) => src);
    return [<meta key="scripts" name="scripts" content={urls.join(" ")} />];
  }
}
