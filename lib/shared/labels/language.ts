/** The language of the labels: the only one so far. Each module here is loaded with the pages that show its labels. */
export const LABELS_LANGUAGE = "en";
