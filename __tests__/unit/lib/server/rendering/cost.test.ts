import { renderPost } from "#lib/server/rendering/render";
import { code, SAMPLE } from "#support/adversarial";
import { expectLinear } from "#support/expect-linear";

test.each(Object.entries(SAMPLE))(
  "cost — %s — twice the text takes about twice the bytes and CPU time",
  async (_name, make) => {
    await expectLinear(make, 12_000);
  },
);

test.each([
  ["csharp", "function a "],
  ["cpp", "_a"],
  ["ruby", "\n"],
  ["ini", "a."],
])("cost — %s code of %j — twice the code takes about twice the CPU time", async (language, atom) => {
  await expectLinear(code(language, atom), 5_000, { rendering: renderPost });
});
