// Labels of the page that a preview link opens.

export const preview = "Preview, not published; this link ends on";
export const previewOfChanges = "Preview of changes that are not published; this link ends on";
export const ended = "This preview link has ended";
export const whyEnded = "It has expired or was revoked, or the text is gone. Ask the person who sent it for a new one.";
export const busy = "Not so fast";
