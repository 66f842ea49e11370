/** For how long after signing in a session needs no password for sensitive changes, in minutes. */
export const RECENT_MINUTES = 10;
