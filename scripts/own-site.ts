import sharp from "sharp";
import { TestServer } from "#support/server";
import { signUpAt } from "#support/signed-in";

const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 64 64">
  <circle cx="32" cy="32" r="32" fill="#0f5f6b"/>
  <circle cx="32" cy="24" r="9" fill="#f4e3c1"/>
  <path d="M0 38q8-6 16 0t16 0 16 0 16 0v26H0z" fill="#0a4550"/>
  <path d="M0 47q8-6 16 0t16 0 16 0 16 0v17H0z" fill="#e9f2f1" opacity=".35"/>
</svg>`;

/** A shore: sky, sun, sea and sand in these colours. */
const shore = (sky: string, sun: string, sea: string, sand: string, sunAt: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="760" viewBox="0 0 1600 760">
  <defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${sky}"/><stop offset="1" stop-color="${sun}"/></linearGradient></defs>
  <rect width="1600" height="460" fill="url(#s)"/>
  <circle cx="${sunAt}" cy="400" r="90" fill="${sun}" stroke="#fff" stroke-opacity=".5" stroke-width="6"/>
  <path d="M0 430q200-24 400 0t400 0 400 0 400 0v330H0z" fill="${sea}"/>
  <path d="M0 540q200-30 400 0t400 0 400 0 400 0v220H0z" fill="#fff" opacity=".14"/>
  <path d="M0 660q400-70 800-10t800-20v130H0z" fill="${sand}"/>
</svg>`;

const POSTS = [
  {
    title: "The sea goes out for six hours",
    content:
      "At the turn nothing happens for twenty minutes. Then the first bar of sand comes up, grey and ribbed, and a man with a bucket is already on it.\n\nWe keep a table of the tides on the kitchen door. It is wrong by the wind.",
    tags: ["tides"],
    publishedAt: "2026-06-21T05:40:00Z",
    cover: { alt: "Morning over a flat sea", svg: shore("#f7c9a3", "#f2efe2", "#3f8a93", "#d9c39a", 1_150) },
  },
  {
    title: "What the shingle keeps",
    content:
      "Glass without edges, a heel of brick, the hinge of a mussel. The stones sort themselves by weight along the beach, and so does what we lose.",
    tags: ["beach", "finds"],
    publishedAt: "2026-07-09T18:05:00Z",
    cover: { alt: "Evening, the sun low on the left", svg: shore("#34456b", "#f0a35e", "#24506b", "#8d7a63", 420) },
  },
  {
    title: "A boat called Perhaps",
    content: "She leaks where the third plank meets the stem, and always has. One learns to bail with the left hand.",
    tags: ["boats"],
    publishedAt: "2026-08-02T10:30:00Z",
  },
];

const SETTINGS = {
  title: "Low Tide",
  tagline: "A notebook from the edge of the North Sea",
  introduction:
    "Written by **Ada Brandt** on a shore that is somewhere else every six hours. New pages come when the weather is bad.",
  accent: "#0f5f6b",
  listCovers: true,
  navigation: [
    { label: "Notes", url: "/blog" },
    { label: "Tides", url: "/blog?tag=tides" },
    { label: "About", url: "/about" },
    { label: "Write to me", url: "/contact" },
  ],
  footer: "© Ada Brandt, from the [east coast](/about).",
};

/** Starts the built Octavo with the site of somebody who has made it their own. The caller must `discard` it. */
export async function startOwnSite(): Promise<TestServer> {
  const server = await new TestServer({ SIGN_UP: "first", POSTING: "members" }).start();
  const { headers } = await signUpAt(server.url, "Ada");
  const send = async (method: string, path: string, type: string, body: BodyInit): Promise<{ id: string }> => {
    const response = await fetch(server.url + path, { method, headers: { ...headers, "content-type": type }, body });
    if (!response.ok) throw new Error(`${method} ${path} was refused: ${await response.text()}`);
    return response.json();
  };
  const upload = async (svg: string) =>
    (await send("POST", "/api/images", "image/png", new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer()))).id;
  const save = (method: string, path: string, body: object) =>
    send(method, path, "application/json", JSON.stringify(body));
  await save("PATCH", "/api/site", { ...SETTINGS, logo: { image: await upload(logo) } });
  for (const { cover, ...post } of POSTS) {
    const image = cover && { cover: { image: await upload(cover.svg), alt: cover.alt } };
    await save("POST", "/api/posts", { ...post, ...image });
  }
  return server;
}
