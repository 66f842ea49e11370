/** Sample posts for screenshots and Lighthouse. */
export const SAMPLE_POSTS = [
  {
    title: "On folding a sheet three times",
    content: `Fold a sheet once and it is a folio, twice a quarto, three times an octavo: eight leaves, sixteen pages, a book that fits a pocket. The printer lays the pages out so that half of them stand on their heads, and trusts the fold to turn them round.

## What the fold decides

- which way the grain of the paper runs
- where the watermark ends up, if there is one
- how far a page stands from its neighbour

> A book is a machine for keeping pages in order.

The arithmetic is short:

\`\`\`js
const leaves = 2 ** 3;
const pages = leaves * 2;
\`\`\`

What is left is to cut the edges, and that the reader used to do with a knife.`,
    tags: ["books", "craft"],
    publishedAt: "2026-03-02T09:00:00Z",
  },
  {
    title: "Un café à Lisbonne ☕",
    content:
      "The tram climbs past the window every eleven minutes. Between two of them there is time for a coffee, a page, and for looking up from it.",
    tags: ["travel"],
    publishedAt: "2026-03-14T16:30:00Z",
  },
  {
    title: "What the margin is for",
    content:
      "A wide margin is not wasted paper. It is where the thumb rests, where a date may hang, and where the reader answers back.",
    tags: ["books", "typography"],
    publishedAt: "2026-04-01T07:15:00Z",
  },
];
