import { highlight, highlightExcerpt } from "#lib/server/search/highlight";
import { termsOf } from "#lib/server/search/terms";

test.each([
  ["Tea & <b>red</b> cake", "red", "Tea &amp; &lt;b&gt;<mark>red</mark>&lt;/b&gt; cake"],
  ["redder", "red", "<mark>redder</mark>"],
  ["私は東京都に", "東京", "私は<mark>東京</mark>都に"],
  ["ﷺ", "الله وسلم", "<mark>ﷺ</mark>"],
  ["C, C++ & C#", "C++", "C, <mark>C++</mark> &amp; C#"],
  ["C, C++ & C#", "C#", "C, C++ &amp; <mark>C#</mark>"],
  ["The net, .NET, ASP.NET", ".NET", "The net, <mark>.NET</mark>, ASP<mark>.NET</mark>"],
  ["Node.js on nodes", "node.js", "<mark>Node.js</mark> on nodes"],
  ["Node.js on nodes", "node ", "<mark>Node</mark>.js on <mark>nodes</mark>"],
  ["R&D, r or d", "R&D", "<mark>R&amp;D</mark>, r or d"],
  ["I don’t", "dont", "I <mark>don’t</mark>"],
  ["I don't", "don’t", "I <mark>don&#39;t</mark>"],
  ["C’est l’homme", "homme", "C’est l’<mark>homme</mark>"],
  ["Rock’n’Roll", "rock roll", "<mark>Rock</mark>’n’<mark>Roll</mark>"],
  ["In Łódź, Smørrebrød", "lodz smorrebrod", "In <mark>Łódź</mark>, <mark>Smørrebrød</mark>"],
  ["Straße, œuvre, æble", "oeuvre strasse aeble", "<mark>Straße</mark>, <mark>œuvre</mark>, <mark>æble</mark>"],
  ["می\u200cخواهم", "خواهم", "می\u200c<mark>خواهم</mark>"],
])("highlight — %j, search %j — %s", (text, search, html) => {
  expect(highlight(text, termsOf(search))).toBe(html);
});

test.each(["x", "!", "東"])("highlightExcerpt — long text of %s, no match — the first 100 characters", (sign) => {
  expect(highlightExcerpt(sign.repeat(5_000), termsOf("red"))).toBe(`${sign.repeat(100)}…`);
});

test("highlightExcerpt — cut within a surrogate pair — whole characters", () => {
  expect(highlightExcerpt(`!${"𝒳".repeat(200)}`, termsOf("red"))).toBe(`!${"𝒳".repeat(49)}…`);
});

test.each([
  ["的".repeat(50_000), "的的"],
  ["b,".repeat(50_000), "b"],
])("highlightExcerpt — long text that matches early — the rest is not split into words", (text, q) => {
  const terms = termsOf(q);
  const exec = jest.spyOn(RegExp.prototype, "exec");
  const html = highlightExcerpt(text, terms);
  const steps = exec.mock.calls.length;
  exec.mockRestore();
  expect(html).toContain("<mark>");
  expect(steps).toBeLessThan(1_000);
});
