import type { Database } from "#lib/server/db/tables";
import { sendEmail } from "#lib/server/email";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { siteSettings } from "#lib/server/site/site";
import type { Message } from "#lib/shared/messages";

/**
 * Emails a message to the owners who can sign in, if there are any and SMTP_URL is set. The only header with the sender's input is Reply-To, a
 * validated email address.
 */
export async function emailToOwner(
  db: Database,
  { email, message, name }: Pick<Message, "email" | "message" | "name">,
): Promise<void> {
  if (env().SMTP_URL === undefined) return;
  try {
    const { title } = await siteSettings();
    const owners = await db
      .selectFrom("accounts")
      .select("email")
      .where("role", "=", "owner")
      .where("suspended_at", "is", null)
      .execute();
    const text = `${name} <${email}> wrote on ${title}:\n\n${message}\n\nA reply to this email goes to them.\n`;
    const subject = `A message for ${title}`;
    for (const owner of owners) await sendEmail({ to: owner.email, replyTo: email, subject, text }, "a message");
  } catch (error) {
    // Not awaited by the request: the message is stored already.
    log.error({ err: error }, "message not emailed to the owners");
  }
}
