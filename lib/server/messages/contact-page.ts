import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/current";
import { takeForm } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { NewMessage } from "#lib/shared/messages";
import { leaveMessage } from "./messages.ts";

/** The plain post of the page /contact. */
export function takeMessageForm({ req, res }: GetServerSidePropsContext) {
  return takeForm<never>(
    { req, res },
    {
      async contact(said) {
        await leaveMessage(await database(), req, parse(NewMessage, said));
        return "/contact?done=contact";
      },
    },
  );
}
