import { renderSiteText } from "#lib/server/site/render-site-text";
import { withDatabase } from "#support/database";

withDatabase();

const idsIn = (html: string) => [...html.matchAll(/ (?:id|name)="([^"]+)"/g)].map(([, id]) => id);
const targetsIn = (html: string) => [...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);

test("renderSiteText — headings, notes and ids — none that a post or another text on the page has; links lead to them", async () => {
  const text = '## Tides\n\nTwo a day[^1], [see](#tides), <a id="moon">moon</a>, [up](#main).\n\n[^1]: One note.';
  const [introduction, footer] = [await renderSiteText(text, "introduction"), await renderSiteText(text, "footer")];
  const ids = idsIn(footer);
  expect(ids).toEqual(expect.arrayContaining(["footer-part-tides", "footer-note-1", "footer-part-moon"]));
  expect(ids.filter((id) => !id?.startsWith("footer-"))).toEqual([]);
  expect(ids.filter((id) => idsIn(introduction).includes(id))).toEqual([]);
  expect(targetsIn(footer).filter((id) => !ids.includes(id))).toEqual(["main"]);
});

test("renderSiteText — what looks like an id in the text — stays", async () => {
  expect(await renderSiteText('Write ` id="part-a"` or id="part-b".', "bio")).toContain(' id="part-a"');
});
