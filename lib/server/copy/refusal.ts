/** A copy was refused before it began; the message is one line. Nothing was changed. */
export class CopyRefused extends Error {}
