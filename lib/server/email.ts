import { createTransport } from "nodemailer";
import { env } from "./env.ts";
import { log } from "./log.ts";

/** A letter in plain text. Addresses have to be some: they stand in its head. */
type Email = { to: string; replyTo?: string; subject: string; text: string };

/**
 * Sends a letter where SMTP_URL is set. One that cannot be sent is for the log: whoever asked for it gets the same answer.
 * @param what it is, for the log
 */
export async function sendEmail(letter: Email, what: string): Promise<void> {
  const { MAIL_FROM, SMTP_URL } = env();
  if (SMTP_URL === undefined) {
    log.warn({ letter: what }, "a letter was to be sent, and SMTP_URL is not set");
    return;
  }
  try {
    await createTransport(SMTP_URL).sendMail({ from: MAIL_FROM, ...letter });
  } catch (error) {
    // The error itself holds the address.
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    log.error({ letter: what, code, responseCode }, "a letter could not be sent");
  }
}
