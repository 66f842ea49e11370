/** The file descriptor that the log is written to: standard output, but standard error in a command, whose output is its result. */
export const logOutput = { fd: 1 };
