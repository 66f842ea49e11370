import { sendEmail } from "#lib/server/email";
import { env } from "#lib/server/env";
import { siteSettings } from "#lib/server/site/site";

/** The URL of the page that sets a new password. */
export function resetUrl(token: string): string {
  const { HOST, PORT, SITE_URL } = env();
  return `${SITE_URL ?? `http://${HOST}:${PORT}`}/reset-password?token=${encodeURIComponent(token)}`;
}

/** Emails the link. Without SMTP_URL, the operator creates one with `npx octavo reset-password`. */
export async function sendResetLink(to: string, token: string): Promise<void> {
  const { title } = siteSettings();
  const text = `Open this link within an hour to choose a new password for ${title}:\n\n${resetUrl(token)}\n\nIf you did not request it, you can ignore this email.\n`;
  await sendEmail({ to, subject: `Your password for ${title}`, text }, "a password reset link");
}
