/** Whether the operating system has refused to write a file for lack of room: on the disk, or in the user's quota. */
export const isDiskFull = (error: unknown): boolean =>
  ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");
