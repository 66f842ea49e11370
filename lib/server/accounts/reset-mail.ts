import { createTransport } from "nodemailer";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";

/** The page's address that a person opens to choose a new password. */
export function resetAddress(token: string): string {
  const { HOST, PORT, SITE_URL } = env();
  return `${SITE_URL ?? `http://${HOST}:${PORT}`}/reset-password?token=${encodeURIComponent(token)}`;
}

/**
 * Sends the link where SMTP_URL is set; where it is not, the owner makes one by `npm run octavo -- reset-password`. A
 * letter that cannot be sent is for the log: the answer to the visitor is the same.
 */
export async function sendResetLink(to: string, token: string): Promise<void> {
  const { MAIL_FROM, SITE_TITLE, SMTP_URL } = env();
  if (SMTP_URL === undefined) {
    log.warn("a new password was asked for, and SMTP_URL is not set");
    return;
  }
  const text = `Open this address within an hour to choose a new password for ${SITE_TITLE}:\n\n${resetAddress(token)}\n\nIf you did not ask for it, nothing has to be done.\n`;
  try {
    await createTransport(SMTP_URL).sendMail({ from: MAIL_FROM, to, subject: `Your password for ${SITE_TITLE}`, text });
  } catch (error) {
    // The error itself holds the address.
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    log.error({ code, responseCode }, "the letter with the link to a new password could not be sent");
  }
}
