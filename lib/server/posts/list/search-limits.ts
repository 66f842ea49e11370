/** A search is counted exactly up to so many posts, and up to so many they are cached by their ids. */
export const SEARCH_TOTAL_MAX = 1_000;

/** How many rows of the unfiltered list are scanned to fill a page with matches of frequent words: first, and at most. */
export const [SCAN_FIRST, SCAN_MAX] = [2_500, 5_000];

/** How many matches are sorted and cached at once where no scan has filled the page. */
export const WINDOW = 1_000;
