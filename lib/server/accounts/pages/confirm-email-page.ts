import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { findPendingEmail } from "#lib/server/accounts/email-change";
import { database } from "#lib/server/db/database";
import type { RejectedForm } from "#lib/shared/forms";
import { handleConfirmEmailForm } from "./form-actions.ts";

export type ConfirmEmailPageProps = {
  /** From the link in the email. */
  token: string;
  /** The address that it confirms; null if the link does not work any more. */
  email: string | null;
  /** Whether it was just confirmed without JavaScript. */
  isDone: boolean;
  refused: RejectedForm | null;
};

/** Loads the page that a link to a new email address leads to. Opening it changes nothing. */
export async function loadConfirmEmailPage(
  context: GetServerSidePropsContext,
): Promise<GetServerSidePropsResult<ConfirmEmailPageProps>> {
  const outcome = await handleConfirmEmailForm(context);
  if ("redirect" in outcome) return outcome;
  const { done, token = "" } = context.query;
  return {
    props: {
      token: String(token),
      email: await findPendingEmail(await database(), String(token)),
      isDone: done === "confirm",
      refused: outcome.refused,
    },
  };
}
