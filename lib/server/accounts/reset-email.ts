import { sendEmail } from "#lib/server/email";
import { env } from "#lib/server/env";

/** The page's address that a person opens to choose a new password. */
export function resetUrl(token: string): string {
  const { HOST, PORT, SITE_URL } = env();
  return `${SITE_URL ?? `http://${HOST}:${PORT}`}/reset-password?token=${encodeURIComponent(token)}`;
}

/** Sends the link where letters can be sent; where not, the owner makes one by `npx octavo reset-password`. */
export async function sendResetLink(to: string, token: string): Promise<void> {
  const { SITE_TITLE } = env();
  const text = `Open this address within an hour to choose a new password for ${SITE_TITLE}:\n\n${resetUrl(token)}\n\nIf you did not ask for it, nothing has to be done.\n`;
  await sendEmail({ to, subject: `Your password for ${SITE_TITLE}`, text }, "a link to a new password");
}
