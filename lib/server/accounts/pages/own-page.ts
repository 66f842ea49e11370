import type { GetServerSidePropsContext, GetServerSidePropsResult, Redirect } from "next";
import { findSession, type SignedIn } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import type { Account } from "#lib/shared/accounts";
import type { RejectedForm } from "#lib/shared/forms";
import { redirectToSignIn } from "./return-path.ts";

type Outcome<Data> = { redirect: Redirect } | { isPosted: boolean; data: Data | null; refused: RejectedForm | null };

type OwnPage<Data, Rest> = {
  path: string;
  /** Handles the page's forms. */
  handleForm: (context: GetServerSidePropsContext, session: SignedIn) => Promise<Outcome<Data>>;
  /** Loads the page's other props. @param data what its form has led to, shown once */
  load: (db: Database, session: SignedIn, data: Data | null) => Promise<Rest>;
};

export type OwnPageProps = {
  account: Account;
  /** The form that was just handled without JavaScript, or "". */
  done: string;
  refused: RejectedForm | null;
};

/** Loads a page of one's own account; anonymous viewers sign in first. */
export async function loadOwnPage<Data, Rest extends object>(
  context: GetServerSidePropsContext,
  { path, handleForm, load }: OwnPage<Data, Rest>,
): Promise<GetServerSidePropsResult<OwnPageProps & Rest>> {
  const session = await findSession(context.req);
  if (!session) return redirectToSignIn(path);
  const outcome = await handleForm(context, session);
  if ("redirect" in outcome) return outcome;
  return {
    props: {
      account: session.account,
      done: outcome.isPosted ? "" : String(context.query.done ?? ""),
      refused: outcome.refused,
      ...(await load(await database(), session, outcome.data)),
    },
  };
}
