import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from "kysely";
import type { Tables } from "#lib/server/db/tables";
import { TRASH_RETENTION_MS } from "#lib/shared/trash";

/** What an export contains. */
export type Scope = {
  drafts: boolean;
  trash: boolean;
  /** Whether earlier revisions are exported too. */
  revisions: boolean;
  /** The id of the account whose posts are exported; undefined for those of everyone. */
  author?: string | undefined;
  /** The present time, in milliseconds since 1970: posts that have expired in the trash are not exported. */
  now: number;
};

/** Whether nothing is left out, so that a site can be restored. */
export const isWhole = ({ author, drafts, revisions, trash }: Scope) =>
  author === undefined && drafts && trash && revisions;

type Condition<Table extends keyof Tables> = (
  eb: ExpressionBuilder<Tables, Table>,
) => ExpressionWrapper<Tables, Table, SqlBool>;

/** The condition that a post is exported. */
export const whereExported =
  ({ author, drafts, now, trash }: Scope): Condition<"posts"> =>
  (eb) =>
    eb.and([
      ...(author === undefined ? [] : [eb("posts.author_id", "=", author)]),
      ...(drafts ? [] : [eb("posts.status", "=", "published" as const)]),
      trash
        ? eb.or([eb("posts.trashed_at", "is", null), eb("posts.trashed_at", ">", now - TRASH_RETENTION_MS)])
        : eb("posts.trashed_at", "is", null),
    ]);

/** The condition that a tag is exported: one that an exported post has, and former names of it. */
export const whereTagExported =
  (scope: Scope): Condition<"tags"> =>
  (eb) => {
    if (isWhole(scope)) return eb.and([]);
    const onPost = (column: "tags.key" | "tags.target") =>
      eb.exists(
        eb
          .selectFrom("post_tags")
          .innerJoin("posts", "posts.id", "post_tags.post_id")
          .select("posts.id")
          .whereRef("post_tags.tag", "=", column)
          .where(whereExported(scope)),
      );
    return eb.or([onPost("tags.key"), onPost("tags.target")]);
  };

/** The condition that an account is exported: an author of an exported post. */
export const whereAccountExported =
  (scope: Scope): Condition<"accounts"> =>
  (eb) => {
    if (isWhole(scope)) return eb.and([]);
    const posts = eb.selectFrom("posts").select("posts.id").whereRef("posts.author_id", "=", "accounts.id");
    return eb.or([eb("accounts.id", "=", scope.author ?? ""), eb.exists(posts.where(whereExported(scope)))]);
  };

/** The condition that a redirect is exported: one to an exported post, and, of the whole site, those to URLs. */
export const whereRedirectExported =
  (scope: Scope): Condition<"redirects"> =>
  (eb) => {
    const posts = eb.selectFrom("posts").select("posts.id").whereRef("posts.id", "=", "redirects.post_id");
    return eb.or([
      ...(scope.author === undefined ? [eb("redirects.post_id", "is", null)] : []),
      eb.exists(posts.where(whereExported(scope))),
    ]);
  };

/** The condition that an image is exported: one that an exported text uses, and all where everything is exported. */
export const whereImageExported =
  (scope: Scope): Condition<"images"> =>
  (eb) => {
    if (isWhole(scope)) return eb.and([]);
    const uses = eb
      .selectFrom("revision_images")
      .innerJoin("posts", "posts.id", "revision_images.post_id")
      .select("posts.id")
      .whereRef("revision_images.image", "=", "images.id")
      .where(whereExported(scope))
      .$if(!scope.revisions, (query) => query.whereRef("revision_images.version", "=", "posts.version"));
    const onPage = eb.selectFrom("site_text_images").select("name").whereRef("image", "=", "images.id");
    const inProfile = eb
      .selectFrom("account_images")
      .innerJoin("accounts", "accounts.id", "account_images.account_id")
      .select("accounts.id")
      .whereRef("account_images.image", "=", "images.id")
      .where(whereAccountExported(scope));
    const onPages = scope.author === undefined ? [eb.exists(onPage)] : [];
    return eb.or([eb.exists(uses), eb.exists(inProfile), ...onPages]);
  };
