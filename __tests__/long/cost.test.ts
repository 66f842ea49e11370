import { LANGUAGES } from "#lib/server/rendering/code/code-languages";
import { renderPost } from "#lib/server/rendering/render";
import { CONTENT_MAX } from "#lib/shared/posts";
import { CONSTRUCTS, codeIn } from "#support/adversarial";
import { expectLinear } from "#support/expect-linear";

test.each(Object.entries(CONSTRUCTS))(
  "cost — %s of the maximum length — twice the text takes about twice as much",
  async (_name, make) => {
    await expectLinear(make, CONTENT_MAX / 2);
  },
);

test.each(codeIn(LANGUAGES))(
  "cost — code in %s — twice the code takes about twice the CPU time",
  async (_name, make) => {
    await expectLinear(make, 5_000, { rendering: renderPost });
  },
);
