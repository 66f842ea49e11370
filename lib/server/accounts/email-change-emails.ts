import { sendEmail } from "#lib/server/email";
import { log } from "#lib/server/log";
import { siteSettings } from "#lib/server/site/site";
import { emailedUrl } from "./reset-email.ts";

/** The page that confirms a new email address. */
export const CONFIRM_EMAIL_PATH = "/confirm-email";

/** Emails the link that confirms a new email address. @returns whether the mail server has taken the email */
export async function sendConfirmation(to: string, token: string): Promise<boolean> {
  const { title } = await siteSettings();
  const text = `Open this link within an hour to confirm that this is the new email address of your account on ${title}:\n\n${emailedUrl(CONFIRM_EMAIL_PATH, token)}\n\nIf you did not request it, you can ignore this email.\n`;
  return sendEmail({ to, subject: `Your new email address for ${title}`, text }, "a confirmation of an email address");
}

/** Emails a notice to the former address. Not awaited: the change does not depend on it. */
async function sendNotice(to: string, text: (title: string) => string): Promise<void> {
  try {
    const { title } = await siteSettings();
    await sendEmail(
      { to, subject: `Your email address for ${title}`, text: text(title) },
      "a notice of an email address",
    );
  } catch (error) {
    log.error({ err: error }, "notice of an email address not emailed");
  }
}

/** Tells the present address of a change that was requested. */
export const sendRequestNotice = (to: string, next: string) =>
  sendNotice(
    to,
    (title) =>
      `Somebody who is signed in to your account on ${title} wants to change its email address to ${next}. It changes once a link that was sent there is opened.\n\nIf it was not you: change your password, which ends that link and every other session.\n`,
  );

/** Tells the former address of a change. */
export const sendChangeNotice = (to: string, next: string) =>
  sendNotice(
    to,
    (title) =>
      `The email address of your account on ${title} is now ${next}; you sign in with that one. If it was not you, write to the person who runs the site.\n`,
  );
