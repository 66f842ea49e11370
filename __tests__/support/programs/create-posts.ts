// Creates posts until it is killed, and prints each one once it is stored.
import { writeSync } from "node:fs";
import { database } from "#lib/server/db/database";
import { createPost } from "#lib/server/posts/write";

const db = await database();
for (let count = 1; ; count++) {
  const { id, title } = await createPost(db, { title: `Post ${count}`, content: "Kept. ".repeat(200) });
  writeSync(1, `${id} ${title}\n`);
}
