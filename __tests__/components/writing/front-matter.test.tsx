import "fake-indexeddb/auto";
import { createEvent, fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { PostEditorForm } from "#components/writing/edit-post";
import { api } from "#lib/client/api";
import { readFrontMatter } from "#lib/client/read-front-matter";
import { EMPTY_FORM } from "#lib/shared/post-form";
import { NO_FORM_POST } from "#support/drafts";
import { show } from "#support/render";

const user = userEvent.setup();
const box = (name: string) => screen.getByRole("textbox", { name });
const notice = () => within(screen.getByRole("region", { name: "Front matter" }));
const button = (name: string) => notice().findByRole("button", { name });

const YAML = [
  "---",
  "title: 'A text: from elsewhere'",
  "tags: [ink, Iron Gall]",
  "description: In short.",
  "slug: elsewhere",
  "canonical_url: https://example.org/a",
  "date: 2199-01-31 09:30",
  "layout: post",
  "---",
  "Body.",
].join("\n");

const START = { account: null, autosave: null, post: null, stored: EMPTY_FORM, posted: NO_FORM_POST };

beforeEach(() => {
  jest.spyOn(api, "previewPost").mockResolvedValue({ html: "", contents: [] });
  history.replaceState(null, "");
  show(<PostEditorForm name="create" start={START} />);
});

/** Pastes into the content field, as a browser does. */
async function paste(text: string) {
  await user.click(box("Content"));
  await user.paste(text);
}

const values = () => ["Title", "Tags", "Excerpt"].map((name) => screen.getByLabelText<HTMLInputElement>(name).value);
const FILLED = ["A text: from elsewhere", "ink, Iron Gall", "In short."];

describe("front matter — pasted into an empty editor", () => {
  test("pasted unchanged; its values are offered, focus stays", async () => {
    await paste(YAML);
    expect(await button("Use them")).toBeVisible();
    expect(notice().getByText("A text: from elsewhere")).toBeVisible();
    expect(box("Content")).toHaveValue(YAML);
    expect(box("Content")).toHaveFocus();
    expect(values()).toEqual(["", "", ""]);
  });

  test("“Use them” — fills in the fields, schedules a future date, leaves the content", async () => {
    await paste(YAML);
    await user.click(await button("Use them"));
    expect(values()).toEqual(FILLED);
    expect(screen.getByRole("radio", { name: "Schedule" })).toBeChecked();
    expect(screen.getByLabelText("Date and time")).toHaveValue("2199-01-31T09:30");
    expect(box("Content")).toHaveValue(YAML);
    expect(await button("Undo")).toHaveFocus();
  });

  test("Undo, Ctrl+Z — all fields restored in one step", async () => {
    await user.type(box("Title"), "Before");
    await paste(YAML);
    for (const undo of [async () => user.click(await button("Undo")), () => user.keyboard("{Control>}z{/Control}")]) {
      await user.click(await button("Use them"));
      expect(values()).toEqual(FILLED);
      await undo();
      expect(values()).toEqual(["Before", "", ""]);
      expect(screen.getByRole("radio", { name: "Publish now" })).toBeChecked();
      expect(await button("Use them")).toHaveFocus();
    }
  });

  test("Ctrl+Z after another change — left to the browser", async () => {
    await paste(YAML);
    await user.click(await button("Use them"));
    await user.type(box("Title"), "!");
    const event = createEvent.keyDown(box("Title"), { key: "z", ctrlKey: true });
    fireEvent(box("Title"), event);
    expect(event.defaultPrevented).toBe(false);
    expect(values()).toEqual([`${FILLED[0]}!`, ...FILLED.slice(1)]);
  });

  test("“Dismiss” — offer removed, content focused", async () => {
    await paste(YAML);
    await user.click(await button("Dismiss"));
    expect(notice().queryByRole("button")).toBeNull();
    expect(values()).toEqual(["", "", ""]);
    expect(box("Content")).toHaveFocus();
  });

  test("content removed — offer removed", async () => {
    await paste(YAML);
    await button("Use them");
    await user.clear(box("Content"));
    expect(notice().queryByRole("button")).toBeNull();
  });
});

test.each([
  ["text without front matter", "# A\n\n---\n\ntitle: x\n"],
  ["prose after a thematic break", "---\nNote: prose.\n\nMore of it.\n\n---\n\nBody"],
  ["no value for a field", "---\nlayout: post\n---\nBody"],
  ["only a date in the past", "---\ndate: 2001-01-01\n---\nBody"],
])("front matter — %s — nothing offered", async (_name, text) => {
  await paste(text);
  expect(box("Content")).toHaveValue(text);
  await import("#lib/client/read-front-matter");
  expect(notice().queryByRole("button")).toBeNull();
});

test("front matter — pasted into an editor with text — nothing offered", async () => {
  await user.type(box("Content"), "a");
  await paste(YAML);
  await import("#lib/client/read-front-matter");
  expect(notice().queryByRole("button")).toBeNull();
});

describe("readFrontMatter", () => {
  test.each([
    [
      '+++\ntitle = "A"\ndate = 2030-01-31\n[taxonomies]\ntags = ["b", "c"]\n+++\nx',
      { title: "A", tags: "b, c", publishAt: "2030-01-31T00:00" },
    ],
    ["---\ntitle: 2001\ntags: b, c\n---\nx", { title: "2001", tags: "b, c" }],
    [
      "---\nTitle: A\nsummary: B\ncanonicalURL: https://c.org\n---\nx",
      { title: "A", excerpt: "B", canonicalUrl: "https://c.org" },
    ],
    ["---\ntitle: [a]\ntags: {b: c}\ndate: soon\n---\nx", {}],
    ["---\ntitle: &a b\ntags: [*a, *a]\n---\nx", { title: "b", tags: "b, b" }],
    [
      `---\na: &a [x]\n${Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [*${n ? `b${n - 1}` : "a"}, *${n ? `b${n - 1}` : "a"}]`).join("\n")}\ntitle: A\n---\nx`,
      {},
    ],
    ["---\n__proto__: {title: A}\n---\nx", {}],
  ])("%j", (text, expected) => {
    const found = readFrontMatter(text, "UTC");
    expect(JSON.parse(JSON.stringify(found))).toEqual(expected);
  });

  test("date with an offset — converted to the site's time zone; without — unchanged", () => {
    const at = (date: string) => readFrontMatter(`---\ndate: ${date}\n---\nx`, "Asia/Tokyo").publishAt;
    expect(at("2030-01-31 01:00:00 +0100")).toBe("2030-01-31T09:00");
    expect(at("2030-01-31T01:00:00Z")).toBe("2030-01-31T10:00");
    expect(at("2030-01-31 01:00:00")).toBe("2030-01-31T01:00");
  });
});
