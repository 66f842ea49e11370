import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/database";
import { handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { createMessage } from "#lib/server/messages/messages";
import { NewMessage } from "#lib/shared/messages";

/** The plain post of the page /contact. */
export function handleContactForm({ req, res }: GetServerSidePropsContext) {
  return handleFormPost<never>(
    { req, res },
    {
      async contact(said) {
        await createMessage(await database(), req, parse(NewMessage, said));
        return "/contact?done=contact";
      },
    },
  );
}
