// Labels of a site without posts, and without an owner.

export const nothingPublished = "Nothing is published yet.";
export const writeTheFirst = "Write the first post";
export const importPosts = "Import posts";
export const firstSteps = "First steps";
export const noOwner = "This site has no owner yet.";
export const createOwner = "Create the owner’s account";
