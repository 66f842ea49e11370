import { createTransport } from "nodemailer";
import { env } from "./env.ts";
import { log } from "./log.ts";

/** An email in plain text. The email addresses have to be valid: they become headers. */
type Email = { to: string; replyTo?: string; subject: string; text: string };

/**
 * Sends an email where SMTP_URL is set. A failure is logged only: the response must not depend on it.
 * @param kind of email, for the log
 */
export async function sendEmail(email: Email, kind: string): Promise<void> {
  const { MAIL_FROM, SMTP_URL } = env();
  if (SMTP_URL === undefined) {
    log.warn({ email: kind }, "email not sent: SMTP_URL is not set");
    return;
  }
  try {
    await createTransport(SMTP_URL).sendMail({ from: MAIL_FROM, ...email });
  } catch (error) {
    // The error itself contains the recipient.
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    log.error({ email: kind, code, responseCode }, "email not sent: the mail server failed");
  }
}
