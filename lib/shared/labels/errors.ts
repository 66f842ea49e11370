// Labels of error pages.

export const notFound = "Not found";
export const noSuchPage = "No such page";
export const noSuchPageReason = "It may have been deleted, or the address is mistyped.";
export const search = "Search";
export const searchPosts = "Search posts";
export const lookThroughPosts = "Look through the posts";
export const badRequest = "Bad request";
export const badRequestReason = "This address contains invalid characters.";
export const unavailable = "Back in a moment";
export const unavailableReason = "The database is not responding just now.";
export const failed = "Something went wrong";
export const failedReason = "This page could not be rendered.";
export const nothingLost = "Nothing you saved is lost.";
export const tryAgain = "Try again";
export const goHome = "Go to the home page";
