import type { GetServerSidePropsContext, Redirect } from "next";
import { denyUnlessOwner } from "#lib/server/accounts/pages/owner-page";
import { database } from "#lib/server/db/database";
import { handleFormPost } from "#lib/server/http/form";
import { changeMessage, deleteMessage, listMessages } from "#lib/server/messages/messages";
import { Problem } from "#lib/server/problem";
import type { RejectedForm } from "#lib/shared/forms";
import type { Message } from "#lib/shared/messages";
import { MESSAGES_PAGE_PATH, messagesPath, pathAfter } from "#lib/shared/owner-paths";

type Inbox = {
  after: string | null;
  next: string | null;
  refused: RejectedForm | null;
  fallback: Record<string, Message[]>;
};

/** Form actions of the page. Each does the same as an endpoint under pages/api/messages. */
function handleInboxForm({ req, res }: GetServerSidePropsContext, back: string) {
  return handleFormPost<never>(
    { req, res },
    {
      async "mark-message"({ id, isRead }) {
        await changeMessage(await database(), id, { isRead: isRead === "true" });
        return back;
      },
      async "delete-message"({ id }) {
        await deleteMessage(await database(), id);
        return back;
      },
    },
  );
}

/** Loads a page of the owner's messages; notFound for an invalid cursor. */
export async function loadInboxPage(
  context: GetServerSidePropsContext,
): Promise<{ props: Inbox } | { redirect: Redirect } | { notFound: true }> {
  const denied = await denyUnlessOwner(context.req, MESSAGES_PAGE_PATH);
  if (denied) return denied;
  const { after } = context.query;
  const cursor = typeof after === "string" && after !== "" ? after : undefined;
  const outcome = await handleInboxForm(context, pathAfter(MESSAGES_PAGE_PATH, cursor));
  if ("redirect" in outcome) return outcome;
  try {
    const { messages, next } = await listMessages(await database(), { after: cursor });
    const fallback = { [messagesPath(cursor)]: messages };
    return { props: { after: cursor ?? null, next: next ?? null, refused: outcome.refused, fallback } };
  } catch (error) {
    if (error instanceof Problem) return { notFound: true };
    throw error;
  }
}
