/** Said where the mail server refuses an email that a user waits for. */
export const EMAIL_NOT_SENT = "The mail server did not take the email: try again later";
