import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { createPost, updatePost } from "#lib/server/posts/write";
import { putRedirects } from "#lib/server/redirects/redirects";
import { NewPost } from "#lib/shared/posts";
import { makeOwner } from "./accounts.ts";
import { newMigratedDatabase, withDatabase } from "./database.ts";
import { EXPORT_TIME, exportTo } from "./exports.ts";
import { withFolder } from "./folder.ts";
import { runImport } from "./import.ts";
import { withSettings } from "./settings.ts";
import { uploaded, withImageFolder } from "./uploads.ts";
import { asOwner } from "./viewers.ts";

/** An export, in the folder `out`, of a site with one post, which has two revisions, an image and a redirect. */
export function withExportedPost() {
  const source = withDatabase();
  const folder = withFolder();
  withImageFolder();
  withSettings({ WRITE_LIMIT: 0 });
  let empty: Database;
  let remove: () => Promise<void>;
  let [image, post] = ["", ""];
  beforeEach(async () => {
    const owner = await makeOwner();
    ({ id: image } = await uploaded(1, owner));
    const draft = NewPost.parse({ title: "Hello", content: `![](/images/${image}-16.webp)`, tags: ["One", "Two"] });
    const { id } = await createPost(source.db, draft, owner.account, EXPORT_TIME - 2);
    await updatePost(source.db, String(id), { title: "Hello you" }, asOwner(owner), { now: EXPORT_TIME - 1 });
    await putRedirects(source.db, [{ path: "/old", post: String(id), url: null }], "http://octavo.test", EXPORT_TIME);
    post = `content/blog/${id}/hello-you/index.md`;
    await exportTo(source.db, folder.file("out"));
    const database = await newMigratedDatabase();
    ({ remove } = database);
    empty = (await openDatabase(database.url)).db;
  });
  afterEach(async () => {
    await empty.destroy();
    await remove();
  });
  return {
    /** The database that was exported. */
    source,
    folder,
    /** The database to import into. */
    get empty() {
      return empty;
    },
    /** The id of the image. */
    get image() {
      return image;
    },
    /** The path of the post in the export. */
    get post() {
      return post;
    },
    /** Imports a folder or a zip into the empty database, with an email address for the owner. */
    restore: (from = "out") =>
      runImport(empty, folder.file(from), { authors: [{ name: "Olga", email: "olga@example.org" }] }),
  };
}
