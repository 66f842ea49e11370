import { createHash } from "node:crypto";
import { RENDERER_VERSION } from "#lib/server/rendering/cache";
import { renderPost } from "#lib/server/rendering/render";
import { commonMarkExamples } from "#support/markup";

/** What each renderer makes of the texts below. */
const DIGESTS: Record<number, string> = {
  1: "860025ec52a824392e49043ce9b8c5bf6320347a7e4bf3d2dc6837d32d32781b",
  // Control characters in the text are dropped.
  2: "860025ec52a824392e49043ce9b8c5bf6320347a7e4bf3d2dc6837d32d32781b",
  // Code is left to right in texts of any direction.
  3: "5e33208c3ab66a80248d8b034c944a1056739e8aec4295bbb02329a7a2c8fd98",
  // A link whose text is its address has a class.
  4: "b787560fd9c68fa67735fe41fbd44d5bb794ea6074e7a29c4ba256b414ea8007",
  // The same for texts within the limits of rendering.
  5: "b787560fd9c68fa67735fe41fbd44d5bb794ea6074e7a29c4ba256b414ea8007",
  // Bare links, alerts, formulas, figures, inline footnotes, GitHub's slugs, more languages and front matter.
  6: "2dfb4ccf32a5276a8a0c404814a6fcfd7e6eb90dbab5ea112c5144ec47c4199d",
  // The same for texts without images that an editor is uploading.
  7: "2dfb4ccf32a5276a8a0c404814a6fcfd7e6eb90dbab5ea112c5144ec47c4199d",
};

const EVERYTHING = `---
title: Everything
---
# A [link](#b) and [another](http://example.org "title")

## B

\`\`\`ts
/** A comment. */
export const a: string[] = ["b", \`\${1 + 2}\`]; // c
\`\`\`

\`\`\`console
$ ls
a
\`\`\`

| a | b | c |
|:--|:-:|--:|
| 1 | 2 | 3 |

- [ ] ~~a~~
- [x] b[^1]

![c](d.png#3x2) ![e](http://example.org/f.png)

[^1]: g
`;

test("RENDERER — output of renderPost changed — the number has to be raised, so that stored renderings are replaced", () => {
  const texts = [EVERYTHING, ...commonMarkExamples()];
  const created = texts.flatMap((text) => [renderPost(text), renderPost(text, { isTrustedAuthor: false })]);
  const digest = createHash("sha256").update(JSON.stringify(created)).digest("hex");
  expect({ [RENDERER_VERSION]: digest }).toEqual({ [RENDERER_VERSION]: DIGESTS[RENDERER_VERSION] });
});
