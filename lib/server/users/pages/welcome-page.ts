import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { denyUnlessOwner } from "#lib/server/accounts/pages/owner-page";
import { database } from "#lib/server/db/database";
import { readSettings } from "#lib/server/site/settings";
import { WELCOME_PAGE_PATH } from "#lib/shared/owner-paths";

/** Which steps are done. */
export type WelcomePageProps = { isNamed: boolean; hasPosts: boolean; hasInvited: boolean };

/** Loads the first steps of a new owner. */
export async function loadWelcomePage({
  req,
}: GetServerSidePropsContext): Promise<GetServerSidePropsResult<WelcomePageProps>> {
  const denied = await denyUnlessOwner(req, WELCOME_PAGE_PATH);
  if (denied) return denied;
  const db = await database();
  const has = async (table: "posts" | "invitations") =>
    (await db.selectFrom(table).select("id").limit(1).executeTakeFirst()) !== undefined;
  return {
    props: {
      isNamed: (await readSettings(db)).version > 0,
      hasPosts: await has("posts"),
      hasInvited: await has("invitations"),
    },
  };
}
