// Labels of the home page.

export const homeDescription = "A small place to write plainly and read in peace.";
export const homeTitle = "Small pages, plainly written.";
export const homeLead =
  "An octavo is a sheet folded three times: eight leaves, a book that fits a coat pocket. This one is kept by the people who write in it, one post at a time.";
export const readThePosts = "Read the posts";
export const writeOne = "Write one";
export const latest = "Latest";
export const nothingWritten = "Nothing is written yet.";
export const allPosts = "All posts";
