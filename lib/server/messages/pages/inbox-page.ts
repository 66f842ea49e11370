import type { GetServerSidePropsContext } from "next";
import { loadOwnerList } from "#lib/server/accounts/pages/owner-page";
import { database } from "#lib/server/db/database";
import { handleFormPost } from "#lib/server/http/form";
import { changeMessage, deleteMessage, listMessages } from "#lib/server/messages/messages";
import { MESSAGES_PAGE_PATH, messagesPath } from "#lib/shared/owner-paths";

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
export const loadInboxPage = (context: GetServerSidePropsContext) =>
  loadOwnerList(context, {
    path: MESSAGES_PAGE_PATH,
    handleForm: (back) => handleInboxForm(context, back),
    async load(cursor) {
      const { messages, next } = await listMessages(await database(), { after: cursor });
      return { next: next ?? null, fallback: { [messagesPath(cursor)]: messages } };
    },
  });
