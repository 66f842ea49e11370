import type { Migration } from "kysely/migration";
import { up as posts } from "./001-posts.ts";
import { up as requests } from "./002-requests.ts";
import { up as accounts } from "./003-accounts.ts";
import { up as renderings } from "./004-renderings.ts";
import { up as site } from "./005-site.ts";
import { up as lists } from "./006-lists.ts";
import { up as passkeys } from "./007-passkeys.ts";

/** In the order in which they run. A migration that has been released is never changed. */
export const migrations: Record<string, Migration> = {
  "001-posts": { up: posts },
  "002-requests": { up: requests },
  "003-accounts": { up: accounts },
  "004-renderings": { up: renderings },
  "005-site": { up: site },
  "006-lists": { up: lists },
  "007-passkeys": { up: passkeys },
};
