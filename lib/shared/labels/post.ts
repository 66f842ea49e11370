// Labels of the page of a post.

export const draft = "Draft";
export const notPublished = ", not published";
export const dated = "Dated";
export const scheduled = "Scheduled for";
export const revised = "Revised";
export const minutesToRead = (written: string) => `${written} min to read`;
export const contents = "Contents";
export const otherPosts = "Other posts";
export const previous = "Previous";
export const next = "Next";
export const allPosts = "All posts";
export const postGone = "This post is gone";
export const postDeleted = "It has been deleted.";
export const readAnother = "Read another";
export const postNotLoaded = "The post could not be loaded";
