// Apart from paths.ts and api-paths.ts, so that readers' pages do not load them.

/** The path of a page of a list. @param after the cursor of the previous page; undefined for the first page */
export const pathAfter = (path: string, after?: string) =>
  after === undefined ? path : `${path}?${new URLSearchParams({ after })}`;

/** The pages of one's own account: how one signs in, and API keys. */
export const SECURITY_PAGE_PATH = "/account/security";
export const KEYS_PAGE_PATH = "/account/keys";

/** The API paths of the lists on them. */
export const KEYS_PATH = "/api/keys";
export const PASSKEYS_PATH = "/api/auth/passkeys";
export const SESSIONS_PATH = "/api/auth/sessions";
export const SECURITY_PATH = "/api/auth/security";

/** The page of the export, and the endpoint that its form calls. */
export const EXPORT_PAGE_PATH = "/account/export";
export const EXPORT_PATH = "/api/export";

/** The page of all posts for those who write them. */
export const POSTS_PAGE_PATH = "/account/posts";

/** The owner's pages of messages and of redirects. */
export const MESSAGES_PAGE_PATH = "/account/messages";
export const REDIRECTS_PAGE_PATH = "/account/redirects";

/** The page of one's own images, for the owner of all. */
export const IMAGES_PAGE_PATH = "/account/images";

/** The text about the site, where a post has its id and its title: in autosaves and in editors. */
export const ABOUT_ID = "about";
export const ABOUT_TITLE = "About";
export const EDIT_ABOUT_PATH = "/about/edit";

/** The owner's pages of all tags, and of one. */
export const TAGS_PAGE_PATH = "/account/tags";
export const tagPagePath = (slug: string) => `${TAGS_PAGE_PATH}/${encodeURIComponent(slug)}`;

export const TAGS_PATH = "/api/tags";
/** The API path of a tag. */
export const tagPath = (slug: string) => `${TAGS_PATH}/${encodeURIComponent(slug)}`;

/** The API path of a page of messages. @param after the cursor of the previous page */
export const messagesPath = (after?: string) => pathAfter("/api/messages", after);

const REDIRECTS_PATH = "/api/redirects";
/** The API path of a page of redirects. @param after the cursor of the previous page */
export const redirectsPath = (after?: string) => pathAfter(REDIRECTS_PATH, after);

/** The API path of the redirect from a path. */
export const redirectPath = (path: string) => `${REDIRECTS_PATH}/${encodeURIComponent(path)}`;

/** The first steps of a new owner. */
export const WELCOME_PAGE_PATH = "/account/welcome";
/** The owner's page of the site's settings. */
export const SITE_PAGE_PATH = "/account/site";

/** The owner's pages of users and invitations, and of one user. */
export const USERS_PAGE_PATH = "/account/users";
export const userPagePath = (id: string) => `${USERS_PAGE_PATH}/${encodeURIComponent(id)}`;

const USERS_PATH = "/api/users";
/** The API path of a page of users. @param after the cursor of the previous page */
export const usersPath = (after?: string) => pathAfter(USERS_PATH, after);
/** The API path of a user. */
export const userPath = (id: string) => `${USERS_PATH}/${encodeURIComponent(id)}`;

const INVITATIONS_PATH = "/api/invitations";
/** The API path of a page of invitations. @param after the cursor of the previous page */
export const invitationsPath = (after?: string) => pathAfter(INVITATIONS_PATH, after);
/** The API path of an invitation. */
export const invitationPath = (id: string) => `${INVITATIONS_PATH}/${encodeURIComponent(id)}`;

export const IMAGES_PATH = "/api/images";
/** The API path of a page of images. @param after the cursor of the previous page */
export const imagesPath = (after?: string) => pathAfter(IMAGES_PATH, after);

/** The owner's page of imports, and of one import. */
export const IMPORT_PAGE_PATH = "/account/import";
export const importPagePath = (id: string) => `${IMPORT_PAGE_PATH}?${new URLSearchParams({ id })}`;

export const IMPORTS_PATH = "/api/imports";
/** The API path of an import. */
export const importPath = (id: string) => `${IMPORTS_PATH}/${encodeURIComponent(id)}`;
/** The API path of a page of the entries of its report. @param after the cursor of the previous page */
export const importEntriesPath = (id: string, after?: string) => pathAfter(`${importPath(id)}/entries`, after);
