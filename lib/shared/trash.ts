const DAY_MS = 24 * 60 * 60 * 1000;

/** How many days a deleted post stays in the trash before it is purged. */
export const TRASH_DAYS = 30;

/** The same in milliseconds. */
export const TRASH_RETENTION_MS = TRASH_DAYS * DAY_MS;

/** The same in words. */
export const TRASH_RETENTION = `${TRASH_DAYS} days`;
