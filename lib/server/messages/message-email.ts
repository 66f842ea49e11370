import type { Database } from "#lib/server/db/tables";
import { sendEmail } from "#lib/server/email";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import type { Message } from "#lib/shared/messages";

/**
 * Sends a message on to the owner, where there is one and letters can be sent. In the letter's head stands nothing that
 * the visitor wrote but an address that was checked to be one.
 */
export async function emailToOwner(
  db: Database,
  { email, message, name }: Pick<Message, "email" | "message" | "name">,
): Promise<void> {
  const { SITE_TITLE, SMTP_URL } = env();
  if (SMTP_URL === undefined) return;
  try {
    const owner = await db.selectFrom("accounts").select("email").where("role", "=", "owner").executeTakeFirst();
    if (!owner) return;
    const text = `${name} <${email}> wrote on ${SITE_TITLE}:\n\n${message}\n\nAn answer to this letter goes to them.\n`;
    await sendEmail({ to: owner.email, replyTo: email, subject: `A message for ${SITE_TITLE}`, text }, "a message");
  } catch (error) {
    // Nobody waits for this: the message itself is stored.
    log.error({ err: error }, "a message could not be sent on to the owner");
  }
}
