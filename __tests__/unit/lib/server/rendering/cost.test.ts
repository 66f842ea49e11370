import { withoutFrontMatter } from "#lib/server/rendering/front-matter";
import { createParser } from "#lib/server/rendering/parser";
import { renderPost } from "#lib/server/rendering/render";
import { code, SAMPLE } from "#support/adversarial";
import { cpuRatio } from "#support/cpu";
import { expectLinear, expectLinearTime } from "#support/expect-linear";

test.each(Object.entries(SAMPLE))("cost — %s — bytes and CPU time linear in the length", async (_name, make) => {
  await expectLinear(make, 3_000);
});

test("cost — a long line of bare links — CPU time linear in the length", async () => {
  const parser = createParser();
  await expectLinearTime((n) => "www.a.b ".repeat(n / 8), 25_000, { parsing: (text) => parser.parse(text, {}) });
});

test("cost — front matter that is read again — is parsed once", async () => {
  let at = 0;
  const text = (name: string) => `---\n${name}: x\nb: [${"c, ".repeat(2_000)}]\n---\nd`;
  const read = (name: () => string) => () => Array.from({ length: 10 }, () => withoutFrontMatter(text(name())));
  const ratio = await cpuRatio(
    read(() => `a${++at}`),
    read(() => "a"),
    0.25,
  );
  expect(ratio).toBeLessThanOrEqual(0.25);
});

test.each([
  ["csharp", "function a "],
  ["cpp", "_a"],
  ["ruby", "\n"],
  ["ini", "a."],
])("cost — %s code of %j — CPU time linear in the length", async (language, atom) => {
  await expectLinearTime(code(language, atom), 2_500, { rendering: renderPost });
});
