// Creates the given number of posts, one after the other, and prints them.
import { writeSync } from "node:fs";
import { closeDatabase, database } from "#lib/server/db/database";
import { createPost } from "#lib/server/posts/write";

const [name = "", count = "0"] = process.argv.slice(2);
const db = await database();
for (let number = 1; number <= Number(count); number++) {
  const { id } = await createPost(db, { title: `${name} ${number}`, content: "Together." });
  writeSync(1, `${id}\n`);
}
await closeDatabase();
