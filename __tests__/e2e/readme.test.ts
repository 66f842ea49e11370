import { readFileSync } from "node:fs";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";

const server = withServer({ SAMPLE_POSTS: "true", SITE_URL: "http://localhost:3000" });

const EXAMPLE = /^\$ curl(?: -X (\w+))? http:\/\/localhost:3000(\S+)(?: -H "Content-Type: (\S+)" -d '(.+)')?\n(.*)$/gm;
const examples = [...readFileSync("README.md", "utf8").matchAll(EXAMPLE)];

/** Moments differ from run to run. */
const withoutMoments = (text: string) => text.replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, "NOW");

test("README — every curl command — responds as documented", async () => {
  expect(examples).toHaveLength(readFileSync("README.md", "utf8").match(/\bcurl (-X|http)/g)?.length ?? 0);
  for (const [, method = "GET", path = "", type, body, response = ""] of examples) {
    const headers: Record<string, string> = type ? { "Content-Type": type } : {};
    const reply = await sendRequest(server.url + path, { method, headers, body });
    expect(withoutMoments(reply.text)).toBe(withoutMoments(response));
  }
});
