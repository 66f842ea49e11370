/** Unread messages are counted up to here. */
export const UNREAD_MAX = 100;

/** A count of unread messages, as pages show it. */
export const unreadText = (count: number) => (count < UNREAD_MAX ? String(count) : `${UNREAD_MAX - 1}+`);
