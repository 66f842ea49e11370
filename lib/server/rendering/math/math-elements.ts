/** The MathML of formulas, with attributes: all of it is presentational, and none of it holds HTML. */
export const MATH_ML: Record<string, string[]> = {
  math: ["display"],
  ...{ mrow: ["displaystyle", "scriptlevel"], mstyle: ["displaystyle", "scriptlevel"], mphantom: [], merror: [] },
  ...{ mi: ["mathvariant"], mn: [], ms: [], mtext: [], mspace: ["width", "height", "depth"] },
  mo: [
    ...["accent", "fence", "form", "largeop", "lspace", "maxsize", "minsize", "movablelimits"],
    ...["rspace", "separator", "stretchy", "symmetric"],
  ],
  ...{ mfrac: ["linethickness"], msqrt: [], mroot: [], menclose: ["notation"] },
  mpadded: ["width", "height", "depth", "lspace", "voffset"],
  ...{ msub: [], msup: [], msubsup: [], munder: ["accentunder"], mover: ["accent"], munderover: [] },
  ...{ mmultiscripts: [], mprescripts: [], none: [] },
  ...{ mtable: ["displaystyle"], mtr: [], mtd: ["columnspan", "rowspan"] },
};

/** The classes by which the style sheet aligns displayed formulas. */
export const MATH_CLASSES: Record<string, string[]> = {
  math: ["tml-display"],
  mtable: ["tml-jot"],
  mtd: ["tml-left", "tml-right"],
};
