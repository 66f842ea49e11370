import { Head } from "next/document";

type Files = Parameters<Head["getScripts"]>[0];

/** Next's head, with one script in place of those that make the page an app: it has them fetched after the first paint. */
export class DocumentHead extends Head {
  override getScripts(files: Files) {
    const scripts = super.getScripts(files);
    // While developing the page stays hidden until its scripts have put the styles in.
    if (this.context.isDevelopment) return scripts;
    const addresses = scripts.map(({ props: { src } }) => src);
    return [<script key="start" src="/start.js" defer data-scripts={addresses.join(" ")} />];
  }
}
