// Creates posts without end and names each one once it is stored, until it is killed.
import { writeSync } from "node:fs";
import { database } from "#lib/server/db/database";
import { createPost } from "#lib/server/posts/write";

const db = await database();
for (let count = 1; ; count++) {
  const { id, title } = await createPost(db, { title: `Post ${count}`, content: "Kept. ".repeat(200) });
  writeSync(1, `${id} ${title}\n`);
}
