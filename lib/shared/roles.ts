// Without zod, which pages would load.

export const ROLES = ["owner", "editor", "author"] as const;
export type Role = (typeof ROLES)[number];

/** The names of roles, and what they allow. */
export const ROLE_TEXTS: Record<Role, { name: string; help: string }> = {
  owner: { name: "Owner", help: "everything, and the users and settings of the site" },
  editor: { name: "Editor", help: "all posts, tags and images, and the page About" },
  author: { name: "Author", help: "their own posts" },
};

/** The roles that an invitation can give. The owner's is given to an account that exists, so that no link is worth the site. */
export const INVITED_ROLES = ["author", "editor"] as const;

/** What becomes of the posts of a deleted user. */
export const POSTS_OF_DELETED = ["keep", "transfer", "delete"] as const;

/** Said where the deletion of a user is not confirmed. */
export const DELETION_UNCONFIRMED = { isConfirmed: ["Confirm that the account is to be deleted"] };
