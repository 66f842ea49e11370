import { createTransport } from "nodemailer";
import { env } from "./env.ts";
import { log } from "./log.ts";

/** An email in plain text. The email addresses have to be valid: they become headers. */
type Email = { to: string; replyTo?: string; subject: string; text: string };

/** How long a mail server may take to connect, to greet and to respond, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** The URL with timeouts, unless it has its own; nodemailer reads them from there. */
function withTimeouts(smtpUrl: string): string {
  const url = new URL(smtpUrl);
  for (const name of ["connectionTimeout", "greetingTimeout", "socketTimeout"]) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, String(TIMEOUT_MS));
  }
  return url.href;
}

/**
 * Sends an email where SMTP_URL is set. A failure is logged, not thrown.
 * @param kind of email, for the log
 * @returns whether the mail server has taken it
 */
export async function sendEmail(email: Email, kind: string): Promise<boolean> {
  const { MAIL_FROM, SMTP_URL } = env();
  if (SMTP_URL === undefined) {
    log.warn({ email: kind }, "email not sent: SMTP_URL is not set");
    return false;
  }
  try {
    await createTransport(withTimeouts(SMTP_URL)).sendMail({ from: MAIL_FROM, ...email });
    return true;
  } catch (error) {
    // The error itself contains the recipient.
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    log.error({ email: kind, code, responseCode }, "email not sent: the mail server failed");
    return false;
  }
}
