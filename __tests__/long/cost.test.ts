import { LANGUAGES } from "#lib/server/rendering/code/code-languages";
import { renderPost } from "#lib/server/rendering/render";
import { CONTENT_MAX } from "#lib/shared/posts";
import { CONSTRUCTS, codeIn } from "#support/adversarial";
import { expectLinear, expectLinearTime, LENGTH_FACTOR } from "#support/expect-linear";

test.each(Object.entries(CONSTRUCTS))(
  "cost — %s of the maximum length — bytes and CPU time linear in the length",
  async (_name, make) => {
    await expectLinear(make, CONTENT_MAX / LENGTH_FACTOR);
  },
);

test.each(codeIn(LANGUAGES))("cost — code in %s — CPU time linear in the length", async (_name, make) => {
  await expectLinearTime(make, 2_500, { rendering: renderPost });
});
