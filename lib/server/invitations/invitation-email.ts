import { sendEmail } from "#lib/server/email";
import { env } from "#lib/server/env";
import { siteSettings } from "#lib/server/site/site";

/** Emails the link of an invitation, if SMTP_URL is set. @returns whether the mail server has taken the email */
export async function sendInvitation(to: string, url: string): Promise<boolean> {
  if (env().SMTP_URL === undefined) return false;
  const { title } = await siteSettings();
  const text = `You are invited to write on ${title}. Open this link within a week to create your account:\n\n${url}\n\nIf you did not expect it, you can ignore this email.\n`;
  return sendEmail({ to, subject: `An invitation to ${title}`, text }, "an invitation");
}
