/** The text of the about page until the owner changes it; one line per paragraph. */
export const DEFAULT_ABOUT = [
  "Fold a sheet of paper once and you have a folio, twice a quarto, three times an octavo: eight leaves, sixteen pages, the size most books have been since people began to carry them about.",
  "Octavo the program is that size too. It holds posts, shows them well, and finds them again. You can [read](/blog) and [write](/blog/create) here in the browser; a script can do both through the same plain API, which answers in JSON at [/api/posts](/api/posts). [The docs](/docs) say how.",
].join("\n\n");
