/** NIST SP 800-63B: at least 8 where nothing else is asked for, and nothing said about which characters. */
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;
