import type { LanguageFn } from "highlight.js";

/** HCL, the language of Terraform, which highlight.js lacks. */
export const hcl: LanguageFn = (hljs) => {
  const interpolation = { scope: "subst", begin: /[$%]\{/, end: /\}/ };
  return {
    name: "HCL",
    keywords: {
      keyword: "for in if else endif endfor",
      literal: "true false null",
      type: "string number bool list map set object any",
    },
    contains: [
      hljs.HASH_COMMENT_MODE,
      hljs.C_LINE_COMMENT_MODE,
      hljs.C_BLOCK_COMMENT_MODE,
      { scope: "string", begin: /"/, end: /"/, contains: [hljs.BACKSLASH_ESCAPE, interpolation] },
      hljs.NUMBER_MODE,
      { scope: "attr", begin: /^[^\S\n]*[\w-]+(?=[^\S\n]*=(?!=))/m },
      {
        scope: "keyword",
        begin:
          /^[^\S\n]*(?:resource|data|module|variable|output|locals|provider|terraform|backend|import|moved|removed|check)\b/m,
      },
    ],
  };
};
