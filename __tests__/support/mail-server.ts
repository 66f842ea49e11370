import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

/** A received email: its recipient, and its text with headers. */
export type ReceivedEmail = { to: string; text: string };

/** Decodes an email's text from quoted-printable (RFC 2045). */
function decode(text: string): string {
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(text)) return text;
  const byte = (_: string, code: string) => String.fromCharCode(Number.parseInt(code, 16));
  return text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, byte);
}

/** The server's side of one conversation (RFC 5321), as far as a client that sends one email needs it. */
function converse(socket: Socket, refusesRecipients: boolean, receive: (email: ReceivedEmail) => void): void {
  let received = "";
  let to = "";
  let isData = false;
  const reply = (text: string) => socket.write(`${text}\r\n`);
  reply("220 mail.test");
  socket.on("error", () => undefined);
  socket.on("data", (chunk) => {
    received += chunk;
    for (;;) {
      const end = received.indexOf(isData ? "\r\n.\r\n" : "\r\n");
      if (end < 0) return;
      const line = received.slice(0, end);
      received = received.slice(end + (isData ? 5 : 2));
      if (isData) {
        isData = false;
        receive({ to, text: decode(line) });
        reply("250 Stored");
      } else if (/^rcpt to:/i.test(line)) {
        to = /<(.*)>/.exec(line)?.[1] ?? "";
        reply(refusesRecipients ? `550 ${to} is unknown here` : "250 Good");
      } else if (/^data/i.test(line)) {
        isData = true;
        reply("354 Go on");
      } else if (/^quit/i.test(line)) socket.end("221 Bye\r\n");
      else reply("250 Good");
    }
  });
}

/** An SMTP server on a free port for the tests of a file. */
export function withMailServer({ refusesRecipients = false } = {}) {
  const emails: ReceivedEmail[] = [];
  const waiting: ((email: ReceivedEmail) => void)[] = [];
  const server = createServer((socket) =>
    converse(socket, refusesRecipients, (email) => {
      const next = waiting.shift();
      if (next) next(email);
      else emails.push(email);
    }),
  );
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  return {
    get url() {
      return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    /** Received emails that no test has read yet. */
    emails,
    /** Waits for the next email. */
    next: () => {
      const email = emails.shift();
      return email ? Promise.resolve(email) : new Promise<ReceivedEmail>((resolve) => waiting.push(resolve));
    },
  };
}
