import { Readability } from "@mozilla/readability";
import { JSDOM } from "jsdom";
import { sample } from "#support/long";
import { seedPosts } from "#support/seed";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { signUpAt } from "#support/signed-in";

const words = (count: number) => "Some words, one after the other, to be read. ".repeat(count / 9);
const items = (count: number) => Array.from({ length: count }, (_, place) => `- Item ${place}`).join("\n");

/** Contents of a post, and text of it that reader modes have to find. */
const POSTS: { name: string; content: string; finds: string[] }[] = [
  { name: "one word", content: "Yes.", finds: ["Yes."] },
  { name: "two short paragraphs", content: "Hello there.\n\nGood bye.", finds: ["Hello there.", "Good bye."] },
  { name: "a short list", content: "- One\n- Two\n- Three", finds: ["One", "Two", "Three"] },
  { name: "a long list", content: items(200), finds: ["Item 0", "Item 199"] },
  { name: "code only", content: "```js\nconst a = 1;\n```", finds: ["const a = 1;"] },
  { name: "long code only", content: `\`\`\`js\n${"let b = 2;\n".repeat(100)}\`\`\``, finds: ["let b = 2;"] },
  { name: "an image only", content: "![A leaf](https://octavo.test/leaf.png)", finds: ["leaf.png"] },
  { name: "a table only", content: "| a | b |\n|---|---|\n| one | two |", finds: ["one", "two"] },
  { name: "a quotation only", content: "> Be brief.", finds: ["Be brief."] },
  { name: "a heading and a line", content: "## A part\n\nOf it.", finds: ["A part", "Of it."] },
  { name: "a link only", content: "<https://example.org/elsewhere>", finds: ["example.org/elsewhere"] },
  { name: "a paragraph", content: `First. ${words(60)}Last.`, finds: ["First.", "Last."] },
  {
    name: "long, in parts",
    content: ["One", "Two", "Three"].map((part) => `## ${part}\n\n${words(300)}\n\nEnd of ${part}.`).join("\n\n"),
    finds: ["End of One.", "End of Three."],
  },
  {
    name: "lists in parts",
    content: ["One", "Two", "Three"].map((part) => `## ${part}\n\n${items(150)}\n- End of ${part}.`).join("\n\n"),
    finds: ["End of One.", "End of Three."],
  },
  { name: "right to left", content: "שלום עולם.\n\n> ציטוט\n\n- אחד", finds: ["שלום עולם.", "ציטוט", "אחד"] },
];

/** Of the page around a post. */
const AROUND = [
  "Skip to the text",
  "Write",
  "About",
  "Docs",
  "Contact",
  "Feed",
  "Set in",
  "All posts",
  "Previous",
  "Contents",
];

describe.each(["signed", "unsigned"])("%s", (kind) => {
  const server = withSharedServer(kind === "signed" ? { POSTING: "members" } : {});
  const ids: string[] = [];
  beforeAll(async () => {
    const headers = kind === "signed" ? (await signUpAt(server.url, "Olga")).headers : {};
    const posts = POSTS.map(({ name, content }) => ({ title: `On ${name}`, content, tags: ["paper", "ink"] }));
    ids.push(...(await seedPosts(server.url, posts, headers)));
  });

  const all = POSTS.map((post, place) => ({ ...post, place }));
  // The page of a reader who is signed in differs around the article only.
  const count = kind === "signed" ? 2 : all.length;
  test.each(sample(all.slice(0, count), all.slice(count)))(
    "reader mode, $name — the article and nothing else is found",
    async ({ name, finds, place }) => {
      const slug = (await sendRequest(`${server.url}/blog/${ids[place]}`)).headers.get("location") ?? "";
      const { text } = await sendRequest(server.url + slug);
      const { document } = new JSDOM(text, { url: server.url + slug }).window;
      const article = new Readability(document).parse();
      expect(article?.title).toContain(`On ${name}`);
      const shown = article?.textContent ?? "";
      for (const found of finds) expect(`${article?.content} ${shown}`).toContain(found);
      expect(AROUND.filter((around) => shown.includes(around))).toEqual([]);
    },
  );
});
