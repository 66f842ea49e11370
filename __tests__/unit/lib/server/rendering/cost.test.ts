import { withoutFrontMatter } from "#lib/server/rendering/front-matter";
import { renderPost } from "#lib/server/rendering/render";
import { code, SAMPLE } from "#support/adversarial";
import { cpuRatio } from "#support/cpu";
import { expectLinear } from "#support/expect-linear";

test.each(Object.entries(SAMPLE))(
  "cost — %s — twice the text takes about twice the bytes and CPU time",
  async (_name, make) => {
    await expectLinear(make, 6_000);
  },
);

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
])("cost — %s code of %j — twice the code takes about twice the CPU time", async (language, atom) => {
  await expectLinear(code(language, atom), 5_000, { rendering: renderPost });
});
