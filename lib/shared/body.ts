const MEBIBYTE = 1024 * 1024;
const BODY_MEBIBYTES = 3;

/**
 * The most bytes of a request's body. A character takes at most 12, as `\ud83d\ude00` in JSON and as `%F0%9F%98%80` in a
 * form: the longest content (CONTENT_MAX) takes 3,000,000, which leaves room for the other fields.
 */
export const BODY_MAX = BODY_MEBIBYTES * MEBIBYTE;
export const BODY_MAX_TEXT = `${BODY_MEBIBYTES} MiB`;
