/** Why a server cannot listen, in one line: setting, cause, what would be right. */
export function listenError(at: { HOST: string; PORT: number }, error: Error & { code?: string }): string {
  const { HOST, PORT } = at;
  switch (error.code) {
    case "EADDRINUSE":
      return `PORT=${PORT}: another program listens on ${HOST}:${PORT} (${error.code}); must be a free port, 0 takes one`;
    case "EACCES":
    case "EPERM":
      return `PORT=${PORT}: this user may not listen on it (${error.code}); must be 1024 or higher`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
    case "EAFNOSUPPORT":
      return `HOST=${HOST}: is not an address of this machine (${error.code}); must be one, such as 127.0.0.1 or 0.0.0.0`;
    default:
      return `HOST=${HOST}, PORT=${PORT}: ${error.message}`;
  }
}
