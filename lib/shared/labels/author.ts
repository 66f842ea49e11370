// Labels of the page of an author.

export const description = (name: string, site: string) => `The posts of ${name} on ${site}`;
export const elsewhere = "Elsewhere";
export const follow = "Follow by RSS";
export const noPosts = "Nothing has been published yet.";
