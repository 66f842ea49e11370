import { connect } from "node:net";

/**
 * Sends bytes as they are on a connection of their own.
 * @param isHangingUp whether the client closes its side after them
 * @returns all that came back until the server closed the connection
 */
export function sendRaw(url: string, bytes: string, isHangingUp = false): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let response = "";
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes);
      if (isHangingUp) socket.end();
    });
    socket.on("data", (chunk) => {
      response += chunk;
    });
    socket.on("close", () => resolve(response));
    socket.on("error", reject);
  });
}
