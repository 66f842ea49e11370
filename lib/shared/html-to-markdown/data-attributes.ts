// Attributes by which a DOM that is converted says what HTML has no element for.

/** An element that stands for the end of the excerpt. */
export const MORE = "data-more";
/** A reference to a footnote, with the footnote's label. */
export const FOOTNOTE = "data-footnote";
/** The number of an item in a numbered list. */
export const NUMBER = "data-number";
/** A paragraph that an item consists of, but for lists: no blank line follows it. */
export const TIGHT = "data-tight";
