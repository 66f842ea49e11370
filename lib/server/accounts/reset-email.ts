import { sendEmail } from "#lib/server/email";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { siteSettings } from "#lib/server/site/site";

/** The URL of a page for a link in an email. Its origin is not taken from the request, which anybody may have sent. */
export function emailedUrl(path: string, token: string): string {
  const { HOST, PORT, SITE_URL } = env();
  return `${SITE_URL ?? `http://${HOST}:${PORT}`}${path}?token=${encodeURIComponent(token)}`;
}

/** The URL of the page that sets a new password. */
export const resetUrl = (token: string) => emailedUrl("/reset-password", token);

/** Emails the link. Without SMTP_URL, the operator creates one with `npx octavo reset-password`. */
export async function sendResetLink(to: string, token: string): Promise<void> {
  try {
    const { title } = await siteSettings();
    const text = `Open this link within an hour to choose a new password for ${title}:\n\n${resetUrl(token)}\n\nIf you did not request it, you can ignore this email.\n`;
    await sendEmail({ to, subject: `Your password for ${title}`, text }, "a password reset link");
  } catch (error) {
    // Not awaited by the request, whose response must not tell whether there is such an account.
    log.error({ err: error }, "password reset link not emailed");
  }
}

/** In place of a reset link, for an account that its password does not open. */
export async function sendPasskeyReminder(to: string): Promise<void> {
  try {
    const { title } = await siteSettings();
    const text = `You requested a new password for ${title}. Your account signs in with passkeys only, so a password would not help: sign in with a passkey. If you have none left, ask the person who runs the site to allow the password again.\n\nIf you did not request it, you can ignore this email.\n`;
    await sendEmail({ to, subject: `Signing in to ${title}`, text }, "a reminder of passkeys");
  } catch (error) {
    // Not awaited by the request, as a link is not.
    log.error({ err: error }, "reminder of passkeys not emailed");
  }
}
