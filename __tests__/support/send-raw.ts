import { connect } from "node:net";

/**
 * Sends bytes on a new TCP connection.
 * @param isHangingUp whether the client then ends its side of the connection
 * @returns everything that the server sent until it closed the connection
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
