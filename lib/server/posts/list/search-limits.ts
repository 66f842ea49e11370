/** A search is counted exactly up to so many posts, and up to so many they are cached by their ids. */
export const SEARCH_TOTAL_MAX = 10_000;
