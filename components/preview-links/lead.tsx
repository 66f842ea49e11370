/** What a preview link does. */
export function PreviewLinksLead({ isPublic }: { isPublic: boolean }) {
  return isPublic
    ? "Anyone with a link can read your changes to this post, as they were saved last, until it ends. Once they are published, it leads to the post."
    : "Anyone with a link can read this post, as it was saved last, until it ends. Once it is published, the link leads to the post.";
}
