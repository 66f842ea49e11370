import { sendEmail } from "#lib/server/email";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { siteSettings } from "#lib/server/site/site";

/** The URL of the page that sets a new password. */
export function resetUrl(token: string): string {
  const { HOST, PORT, SITE_URL } = env();
  return `${SITE_URL ?? `http://${HOST}:${PORT}`}/reset-password?token=${encodeURIComponent(token)}`;
}

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
