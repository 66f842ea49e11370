import type { Database } from "#lib/server/db/tables";
import { sendEmail } from "#lib/server/email";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { siteSettings } from "#lib/server/site/site";
import type { Message } from "#lib/shared/messages";

/**
 * Emails a message to the owner, if there is one and SMTP_URL is set. The only header with the sender's input is Reply-To, a
 * validated email address.
 */
export async function emailToOwner(
  db: Database,
  { email, message, name }: Pick<Message, "email" | "message" | "name">,
): Promise<void> {
  if (env().SMTP_URL === undefined) return;
  try {
    const { title } = await siteSettings();
    const owner = await db.selectFrom("accounts").select("email").where("role", "=", "owner").executeTakeFirst();
    if (!owner) return;
    const text = `${name} <${email}> wrote on ${title}:\n\n${message}\n\nA reply to this email goes to them.\n`;
    await sendEmail({ to: owner.email, replyTo: email, subject: `A message for ${title}`, text }, "a message");
  } catch (error) {
    // Not awaited by the request: the message is stored already.
    log.error({ err: error }, "message not emailed to the owner");
  }
}
