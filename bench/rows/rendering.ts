import { renderGuide, renderPost } from "#lib/server/rendering/render";
import { sanitizeHtml, sanitizeWhole } from "#lib/server/rendering/sanitize";
import type { Comparison } from "../comparison.ts";
import { draft } from "../octavo.ts";

/** A section as an import from WordPress leaves it; each number gives others of its links and images. */
const section = (number: number) => `<p>A <strong>wide margin</strong> is not <em>wasted</em> paper, says
<a href="https://example.org/margin/${number}" title="The margin">page ${number}</a>:<br>it is where the <abbr title="finger">thumb</abbr> rests.</p>
<figure><a href="https://example.org/wp-content/uploads/${number}.jpg"><img src="https://example.org/wp-content/uploads/${number}-300.jpg" alt="A margin" width="300" height="200"></a>
<figcaption>Figure ${number}: the <sup>1</sup>⁄<sub>8</sub> sheet</figcaption></figure>
<blockquote><p>A book is a machine for keeping <mark>pages</mark> in order.</p></blockquote>
<ul><li><b>the grain</b> of the paper</li><li>the <i>watermark</i>, if there is one</li><li><kbd>Ctrl</kbd> and <code>x &lt; y</code></li></ul>
<table><tbody><tr><th>fold</th><th>leaves</th></tr><tr><td>folio</td><td>2</td></tr><tr><td>octavo</td><td>8</td></tr></tbody></table>
`;

const SECTIONS = 8;
let texts = 0;

/** A text of some 8 KB with more tags than sentences, which was not rendered before. */
function htmlText(): string {
  texts += 1;
  return Array.from({ length: SECTIONS }, (_, index) => section(texts * SECTIONS + index)).join("\n");
}

/** Plain Markdown of the same length. */
function plainText(): string {
  const { length } = htmlText();
  let text = "";
  for (let number = texts; text.length < length; number++) text += `${draft(number).content}\n\n`;
  return text.slice(0, length);
}

/** Renders without sanitizing. */
const render = (text: string) => renderGuide(text, (href) => href);

const TEXTS = 100;

/** The CPU time of some work for each of TEXTS texts, in milliseconds. */
async function timeOf<Text>(make: () => Text, work: (text: Text) => unknown): Promise<number> {
  const texts = Array.from({ length: TEXTS }, make);
  const before = process.cpuUsage();
  for (const text of texts) work(text);
  const { system, user } = process.cpuUsage(before);
  return (user + system) / 1000 / TEXTS;
}

/** CPU time of rendering texts that were not rendered before, in this process: no server takes part. */
export function rendering(): Comparison[] {
  const row = <Ours, Theirs>(
    work: string,
    ours: [make: () => Ours, work: (text: Ours) => unknown],
    against: string,
    theirs: [make: () => Theirs, work: (text: Theirs) => unknown],
    bar?: Comparison["bar"],
  ): Comparison => ({ work, against, unit: "ms", bar, ours: () => timeOf(...ours), theirs: () => timeOf(...theirs) });
  const post = (text: string) => renderPost(text);
  const htmlRendered = () => render(htmlText());
  const plainRendered = () => render(plainText());
  const HALF = { atMost: 0.5 };
  return [
    row("rendering HTML in Markdown", [htmlText, post], "without sanitizing", [htmlText, render]),
    row("rendering HTML in Markdown", [htmlText, post], "plain Markdown, as long", [plainText, post]),
    row("rendering plain Markdown", [plainText, post], "without sanitizing", [plainText, render]),
    row("sanitizing the HTML", [htmlRendered, sanitizeHtml], "as a whole", [htmlRendered, sanitizeWhole], HALF),
    row("sanitizing the Markdown", [plainRendered, sanitizeHtml], "as a whole", [plainRendered, sanitizeWhole], HALF),
  ];
}
