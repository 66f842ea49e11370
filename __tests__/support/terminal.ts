import { readFileSync } from "node:fs";
import { STATUS_CODES } from "node:http";
import { type Reply, sendRequest } from "./send-request.ts";

/** A command of a page of the guide, as typed and as words, and what the page shows after it. */
export type Command = { typed: string; words: string[]; answer: string };

/** The code blocks of a page of the guide that are marked as `language`. */
export function codeBlocks(page: string, language: string): string[] {
  const source = readFileSync(`docs/guide/${page}.md`, "utf8");
  return [...source.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, named]) => named === language)
    .map(([, , code = ""]) => code);
}

/** Splits a shell command into words; only whole words may be quoted. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** The commands of a block that is marked as `console`, in order. */
export function commandsIn(block: string): Command[] {
  return block
    .replace(/ \\\n\s*/g, " ")
    .split(/^\$ /m)
    .slice(1)
    .map((session) => {
      const [typed = "", ...answer] = session.split("\n");
      return { typed, words: wordsOf(typed), answer: answer.join("\n").trim() };
    });
}

/** Every command of a page with its response, in order. */
export const terminalCommands = (page: string): Command[] => codeBlocks(page, "console").flatMap(commandsIn);

/** The ETags of responses, by those that the page shows. */
export type ETags = Map<string, string>;

/** Executes a `curl` command, with `origin` instead of the origin in its URL, and the ETags of earlier responses. */
export async function curl([, ...words]: string[], origin: string, etags: ETags): Promise<Reply> {
  const headers: Record<string, string> = {};
  let [method, url, body]: (string | undefined)[] = [];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "-i") continue;
    if (word === "-X") method = words.shift();
    else if (word === "-H") {
      const [, name = "", value = ""] = /^([^:]+): (.*)$/.exec(words.shift() ?? "") ?? [];
      headers[name] = etags.get(value) ?? value;
    } else if (word === "--json") {
      body = words.shift();
      method ??= "POST";
      Object.assign(headers, { "Content-Type": "application/json", Accept: "application/json" });
    } else if (word.startsWith("http://localhost:3000")) url = word.replace("http://localhost:3000", origin);
    else throw new Error(`curl ${word} is not known here`);
  }
  return sendRequest(url ?? "", { method, headers, body });
}

/** Times differ between runs, and so does the ETag of a post, which contains the time of its save. */
const withoutMoments = (text: string) =>
  text.replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, "NOW").replace(/"(\d+-\d+)-[\w-]{8}"/g, '"$1-NOW"');

/** A pattern in which `…` matches anything. */
export function pattern(text: string): RegExp {
  const parts = withoutMoments(text).split("…");
  return new RegExp(`^${parts.map((part) => RegExp.escape(part)).join("[\\s\\S]*?")}$`);
}

/** Compares a response with the one on the page: its body and, with `-i`, the status line and the headers shown. Notes its ETag. */
export function expectAnswer({ words, answer }: Command, { status, headers, text }: Reply, etags: ETags): void {
  const [head = "", ...body] = words.includes("-i") ? answer.split("\n\n") : ["", answer];
  const [statusLine, ...named] = head.split("\n");
  if (statusLine) expect(`HTTP/1.1 ${status} ${STATUS_CODES[status]}`).toBe(statusLine);
  for (const header of named) {
    const [, name = "", value = ""] = /^([^:]+): (.*)$/.exec(header) ?? [];
    const received = headers.get(name);
    expect(withoutMoments(`${name}: ${received}`)).toMatch(pattern(`${name}: ${value}`));
    if (name === "ETag" && received) etags.set(value, received);
  }
  expect(withoutMoments(text.trimEnd())).toMatch(pattern(body.join("\n\n")));
}
