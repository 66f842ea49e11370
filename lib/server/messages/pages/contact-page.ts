import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/database";
import { handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { createMessage } from "#lib/server/messages/messages";
import { NewMessage } from "#lib/shared/messages";

/** The form action of the page /contact. */
export function handleContactForm({ req, res }: GetServerSidePropsContext) {
  return handleFormPost<never>(
    { req, res },
    {
      async contact(values) {
        await createMessage(await database(), req, parse(NewMessage, values));
        return "/contact?done=contact";
      },
    },
  );
}
