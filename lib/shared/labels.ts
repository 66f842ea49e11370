/** The language of the labels: the only one so far. */
export const LABELS_LANGUAGE = "en";

/** The forms of a word by plural category (CLDR). */
type Forms = { one: string; other: string };

let pluralRules: Intl.PluralRules | undefined;

function plural(count: number, { one, other }: Forms): string {
  pluralRules ??= new Intl.PluralRules(LABELS_LANGUAGE);
  return pluralRules.select(count) === "one" ? one : other;
}

/** Texts that readers see and that are neither posts nor settings. A count comes with how it is written, `1,234`. */
export const labels = {
  skipToText: "Skip to the text",
  mainNavigation: "Main",
  home: "Home",
  blog: "Blog",
  write: "Write",
  about: "About",
  signIn: "Sign in",
  account: "Account",

  moreNavigation: "More",
  docs: "Docs",
  contact: "Contact",
  feed: "Feed",
  appearance: "Appearance",
  themes: { system: "system", light: "light", dark: "dark" },
  madeWith: "Set in Newsreader, folded with",

  homeDescription: "A small place to write plainly and read in peace.",
  homeTitle: "Small pages, plainly written.",
  homeLead:
    "An octavo is a sheet folded three times: eight leaves, a book that fits a coat pocket. This one is kept by the people who write in it, one post at a time.",
  readThePosts: "Read the posts",
  writeOne: "Write one",
  latest: "Latest",
  allPosts: "All posts",

  blogDescription: "Every post, the newest first.",
  posts: "Posts",
  postsTagged: (tag: string) => `Posts tagged ${tag}`,
  onlyTagged: (tag: string) => `Only those tagged ${tag}.`,
  showAll: "Show all",
  theseAreOlder: "These are older posts.",
  backToNewest: "Back to the newest",
  tags: "Tags",
  morePosts: "More posts",
  nothingWritten: "Nothing is written yet.",
  writeTheFirst: "Write the first post",
  noPostHasTag: "No post has this tag.",
  loadingPosts: "Loading posts",
  postsNotLoaded: "The posts could not be loaded",

  search: "Search",
  searchPosts: "Search posts",
  searchTitle: (words: string) => `Search: ${words}`,
  postCount: (count: number, written: string) => `${written} ${plural(count, { one: "post", other: "posts" })}`,
  found: (posts: string) => `${posts} found`,
  moreThan: (posts: string) => `More than ${posts}`,
  noPostHasWords: "No post has these words.",
  showAllPosts: "Show all posts",
  tooManySearches: "That was a lot of searches in a short time",

  publishing: "Publishing…",
  draft: "Draft",
  notPublished: ", not published",
  dated: "Dated",
  revised: "Revised",
  minutes: (written: string) => `${written} min`,
  minutesToRead: (written: string) => `${written} min to read`,
  contents: "Contents",
  otherPosts: "Other posts",
  previous: "Previous",
  next: "Next",
  postGone: "This post is gone",
  postDeleted: "It has been deleted.",
  readAnother: "Read another",
  postNotLoaded: "The post could not be loaded",

  notFound: "Not found",
  noSuchPage: "No such page",
  noSuchPageReason: "It may have been deleted, or the address is mistyped.",
  lookThroughPosts: "Look through the posts",
  badRequest: "Bad request",
  badRequestReason: "This address contains invalid characters.",
  unavailable: "Back in a moment",
  unavailableReason: "The database is not responding just now.",
  failed: "Something went wrong",
  failedReason: "This page could not be rendered.",
  nothingLost: "Nothing you saved is lost.",
  tryAgain: "Try again",
  goHome: "Go to the home page",
};

/** The texts of feeds. */
export const feedLabels = {
  title: (site: string, tag: string | undefined) => (tag === undefined ? site : `${site}: ${tag}`),
  description: (site: string, tag: string | undefined) =>
    tag === undefined ? `The newest posts of ${site}` : `The newest posts of ${site} about ${tag}`,
};
