import fc from "fast-check";

const RUN = "document.title='run'";

/** HTML that has got scripts past sanitizers, changes when it is parsed again, or closes what it is in. */
export const XSS_VECTORS: string[] = [
  // Mutation XSS, by namespaces and by elements whose content browsers read as text.
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=${RUN} src>">`,
  `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`,
  `<svg><desc><table><thead><style></desc><title><img src onerror=${RUN}></title></style></thead></table></svg>`,
  `<math><annotation-xml encoding="text/html"><p><svg><script>${RUN}</script></annotation-xml></math>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<template><script>${RUN}</script></template><template><div></template></div>`,
  `<textarea></textarea/><img src=x onerror=${RUN}></textarea>`,
  `<xmp><p title="</xmp><img src=x onerror=${RUN}>"></xmp><plaintext><script>${RUN}</script>`,
  `<iframe><img src=x onerror=${RUN}></iframe><noembed></noembed><noframes><img title="</noframes><script>${RUN}</script>">`,
  `<select><option><style></option></select><script>${RUN}</script></style>`,
  // Comments that end elsewhere than they seem to.
  `<!--><script>${RUN}</script>-->`,
  `<!---><img src=x onerror=${RUN}>-->`,
  `<!-- --!><img src=x onerror=${RUN}> -->`,
  `<!-- <!-- --> <img src=x onerror=${RUN}> -->`,
  `<![CDATA[><img src=x onerror=${RUN}>]]>`,
  `<?x ><img src=x onerror=${RUN}> ?>`,
  `<!doctype html [<img src=x onerror=${RUN}>]>`,
  // Attributes.
  `<img src=x onerror=${RUN} srcset="javascript:1 1x" style="background:url(javascript:1)" lowsrc=javascript:1>`,
  `<a href="&#106;avascript&colon;${RUN}">a</a> <a href="java&Tab;script:1">b</a> <a href="&#1;javascript:1">c</a>`,
  `<a href=" javascript:1">d</a> <a href="javascript&#0058;1">e</a> <a href="data:text/html,1">f</a> <a href="vbscript:1">g</a>`,
  `<img src="data:text/html,<script>1</script>"> <img src="data:image/svg+xml,<svg onload=1>"> <a xlink:href="javascript:1">h</a>`,
  `<a href="http://a" href="javascript:1" target=_blank ping=//b download>i</a> <b/onclick=1//>j</b> <b onclick\n=1>k</b>`,
  // DOM clobbering.
  `<a id=location></a><a id=__NEXT_DATA__ name=x>a</a><img name=cookie src=x><form id=document><input name=body></form>`,
  `<p id=main>a</p><p id="next-route-announcer">b</p><p id=__next>c</p>`,
  // What changes the whole page.
  `<base href=//evil.example><meta http-equiv=refresh content="0;url=//evil.example"><link rel=stylesheet href=//evil.example>`,
  `<form action=//evil.example><form><button formaction=javascript:1>a</button></form><input autofocus onfocus=1></form>`,
  `<html><head><title>a</title></head><body onload=1><frameset><frame src=//evil.example></frameset></body></html>`,
  `<object data=//evil.example></object><embed src=//evil.example><applet code=a></applet><portal src=//evil.example></portal>`,
  `<div class="part" style="position:fixed" role=dialog tabindex=0 contenteditable popover slot=a is=b hidden>a</div>`,
  // What ends an element that surrounds it, in browsers too.
  "</div></section></article></main></body></html>a",
  "<ul><li><div><li>a</li></div></li></ul>b",
  "<dl><dd><div><dd>a</dd></div></dd></dl>b",
  "<div><table><div><table></table></div></table></div>a",
  "<table><tr><td><div></td></tr></div></table></div>a",
  "<table><a href=a><tr><td><a href=b>c</table>d",
  "<a href=a><div><a href=b><p><a href=c>d",
  "<b><p>a</b></p><i><div>b</i></div>",
  "<h1><div><h2>a</div></h1></h2>",
  "<p><p><ul><p></ul></p><li><p>",
  "*a <b>b* c</b> <i>d [e</i>](f) `<b>` ~~<u>~~</u>",
  "- <div>\n- </div>\n\n> <table><tr><td>\n\n</td></tr></table>",
  "| <td> | </td></tr></table></div> |\n|-|-|\n| <table> | <li><div><li></div> |",
  "<details><summary><details><summary>a</details></summary></details></details>",
  "[^1] <b>a\n\n[^1]: b</b> <div>\n\n    c</div></li></ol></section>",
  "<ruby><rt><div><rt><ruby></ruby></div>",
  "<caption><col><colgroup><tbody><td><table><caption><table>a",
];

const NAMES =
  "a b p div table td tr li ul h1 svg math style script title textarea template noscript form select option iframe details".split(
    " ",
  );
const ATTRIBUTES = [
  "href=",
  "src=",
  "id=",
  "class=part",
  "style=",
  "onerror=",
  "srcset=",
  "name=",
  "title=",
  "align=",
  "dir=",
];
const VALUES = [
  "javascript:1",
  "'",
  '"',
  "`",
  "x",
  "-->",
  "</style>",
  "</p>",
  "&lt;",
  "&#106;avascript:1",
  "java\tscript:1",
  "//a",
  "\u0001",
];
const REST = [
  "<!--",
  "-->",
  "--!>",
  "<![CDATA[",
  "]]>",
  "<?",
  "?>",
  "</",
  "<",
  ">",
  "/>",
  " ",
  "\n",
  "\n\n",
  "&",
  "\u0000",
  "a",
  "> ",
  "- ",
  "`",
  "|",
];

/** Generated pieces of HTML, complete or not; the same each time. */
export function generatedHtml(count: number): string[] {
  const attribute = fc
    .tuple(fc.constantFrom(...ATTRIBUTES), fc.constantFrom(...VALUES))
    .map((parts) => ` ${parts.join("")}`);
  const open = fc
    .tuple(fc.constantFrom(...NAMES), fc.array(attribute, { maxLength: 3 }), fc.constantFrom(">", "/>", ""))
    .map(([name, attributes, end]) => `<${name}${attributes.join("")}${end}`);
  const close = fc.constantFrom(...NAMES).map((name) => `</${name}>`);
  const piece = fc.oneof(open, close, fc.constantFrom(...REST));
  const text = fc.array(piece, { minLength: 2, maxLength: 20 }).map((pieces) => pieces.join(""));
  return fc.sample(text, { numRuns: count, seed: 20_261_129 });
}
