import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import json from "../../../pages/api/feeds/json";

withDatabase();

const [POSTS, LENGTH, FEED_MAX] = [20, 90_000, 1_000_000];

test("GET /feed.json — very long posts — the newest whole, the others with their excerpt", async () => {
  // Each & becomes five characters.
  for (let at = 0; at < POSTS; at++) await makePost({ title: `A ${at}`, content: "&".repeat(LENGTH) });
  const { items } = (await call(json, {})).json() as { items: { content_html: string; summary: string }[] };
  expect(items).toHaveLength(POSTS);
  const sizes = items.map(({ content_html }) => content_html.length);
  const whole = sizes.filter((size) => size > 5 * LENGTH).length;
  expect(whole).toBe(Math.floor(FEED_MAX / (5 * LENGTH)));
  expect(sizes.slice(0, whole).every((size) => size > 5 * LENGTH)).toBe(true);
  for (const { content_html } of items.slice(whole)) expect(content_html).toMatch(/^<p>(?:&amp;)+…<\/p>$/);
});
