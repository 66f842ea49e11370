import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import type { ComponentProps } from "react";
import { SiteProvider } from "#components/site/site-context";
import { createPost, restorePost, trashPost, updatePost } from "#lib/server/posts/write";
import { DEFAULT_SITE } from "#lib/shared/site";
import { travelTo } from "#support/clock";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import { ANYONE } from "#support/viewers";
import PostsPage, { getServerSideProps } from "../../../pages/account/posts";

const server = withHandlers();
const user = userEvent.setup();
const refuse = async () => ({ status: 503, body: { title: "Service Unavailable" } });
const press = (name: string) => user.click(screen.getByRole("button", { name }));
const titles = () => screen.queryAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent);

async function open(
  status?: string,
  timeZone = DEFAULT_SITE.timeZone,
  { account, ...filters }: { account?: string } & Record<string, string> = {},
) {
  const { req, res } = createMocks({ headers: { host: "octavo.test" } });
  const query = { ...(status && { status }), ...filters };
  const response = await getServerSideProps({ req, res, query } as unknown as GetServerSidePropsContext);
  const { fallback, ...props } = (response as { props: ComponentProps<typeof PostsPage> }).props;
  // Until this device has been asked for unfinished texts.
  return act(async () =>
    show(
      <SiteProvider value={{ ...DEFAULT_SITE, timeZone }}>
        <PostsPage {...props} {...(account !== undefined && { account })} fallback={{}} />
      </SiteProvider>,
      { address: "/account/posts", fallback },
    ),
  );
}

/** The live region that has the focus. */
const status = () => screen.getAllByRole("status").find((line) => line.contains(document.activeElement));

const draft = () => createPost(server.db, { title: "Half", content: "Words", status: "draft" });
async function trash(now = Date.now()) {
  await draft();
  await trashPost(server.db, "1", ANYONE, { now });
}

test("PostsPage — server HTML — the draft with its actions", async () => {
  await draft();
  server.gate = () => new Promise(() => {});
  await open("draft");
  expect(titles()).toEqual(["Half"]);
  const views = within(screen.getByRole("navigation", { name: "Status" }));
  expect(views.getByRole("link", { name: "Drafts" })).toHaveAttribute("aria-current", "page");
  expect(screen.getByRole("link", { name: "Edit “Half”" })).toHaveAttribute("href", "/blog/1/edit");
});

test.each([
  [undefined, "You have no posts."],
  ["draft", "No drafts."],
  ["published", "You have not published anything yet."],
  ["scheduled", "Nothing is scheduled."],
  ["trash", "The trash is empty."],
  ["trash", "Deleted posts stay here for 30 days and can be restored."],
])("PostsPage — ?status=%s, empty — says so", async (status, text) => {
  await open(status);
  expect(screen.getByText(text)).toBeVisible();
});

test("PostsPage — Delete — draft removed from the list; Undo — back", async () => {
  await draft();
  await open();
  await press("Delete “Half”");
  await waitFor(() => expect(titles()).toEqual([]));
  const notice = await screen.findByText(/was moved to the trash/);
  expect(notice).toHaveTextContent("“Half” was moved to the trash, where it stays for 30 days.");
  await press("Undo");
  await waitFor(() => expect(titles()).toEqual(["Half"]));
});

test("PostsPage — Delete, 503 — draft back in the list, says why", async () => {
  await draft();
  await open();
  server.gate = async (request) => (request.method === "DELETE" ? refuse() : undefined);
  await press("Delete “Half”");
  const reason = await screen.findByText("Not deleted: Service Unavailable.");
  expect(reason.closest("[role=status]")).toHaveFocus();
  await waitFor(() => expect(titles()).toEqual(["Half"]));
});

test("PostsPage — Delete, a post that changed since it was shown — stays, says why; again — deleted", async () => {
  await draft();
  // The list is as it was shown first.
  let isDeleting = false;
  server.gate = ({ method }) => {
    isDeleting ||= method === "DELETE";
    return isDeleting ? undefined : new Promise(() => {});
  };
  await open();
  await updatePost(server.db, "1", { title: "Whole" }, ANYONE);
  await press("Delete “Half”");
  expect(await screen.findByText("Not deleted: The post has changed since.")).toBeVisible();
  await waitFor(() => expect(titles()).toEqual(["Whole"]));
  await press("Delete “Whole”");
  await waitFor(() => expect(titles()).toEqual([]));
});

test("PostsPage — a post that readers do not see — leads to its preview links", async () => {
  await draft();
  await createPost(server.db, { title: "Read", content: "Words" });
  await open();
  expect(screen.getByRole("link", { name: "Share a preview of “Half”" })).toHaveAttribute(
    "href",
    "/blog/1/preview/links",
  );
  expect(screen.queryByRole("link", { name: /of “Read”/ })).toBeNull();
});

test("PostsPage — another account has signed in meanwhile — nothing is changed", async () => {
  await draft();
  await open(undefined, undefined, { account: "somebody" });
  await user.click(screen.getByRole("checkbox", { name: "Select “Half”" }));
  await press("Publish");
  expect(await screen.findByText("Not done: You have to sign in, or send an API key.")).toBeVisible();
  expect(await server.db.selectFrom("posts").select("status").execute()).toEqual([{ status: "draft" }]);
});

test("PostsPage — Restore — removed from the trash, link to the post", async () => {
  await trash();
  await open("trash");
  await press("Restore “Half”");
  await waitFor(() => expect(titles()).toEqual([]));
  expect(screen.getByRole("link", { name: "“Half”" })).toHaveAttribute("href", "/blog/1/half");
});

test("PostsPage — Restore, 503 — stays in the trash, says why", async () => {
  await trash();
  await open("trash");
  server.gate = async (request) => (request.method === "POST" ? refuse() : undefined);
  await press("Restore “Half”");
  expect(await screen.findByText("Not done: Service Unavailable.")).toBeVisible();
  await waitFor(() => expect(titles()).toEqual(["Half"]));
});

test("PostsPage — trash — dates of deletion and purge in the site's time zone", async () => {
  const [deleted, purged] = ["2026-11-02T15:30:00.000Z", "2026-12-02T15:30:00.000Z"];
  travelTo(Date.parse(deleted) + 1000);
  await trash(Date.parse(deleted));
  await open("trash", "Asia/Tokyo");
  expect(screen.getByText(/^Deleted/)).toHaveTextContent("Deleted 3 Nov 2026, will be purged 3 Dec 2026");
  const times = screen.getAllByText(/ 2026$/, { selector: "time" }).map((time) => time.getAttribute("datetime"));
  expect(times).toEqual([deleted, purged]);
});

test("PostsPage — Delete now, confirmed — post purged, status message focused", async () => {
  await trash();
  await open("trash");
  await press("Delete now “Half”");
  const dialog = screen.getByRole("dialog", { name: "Delete this post for good?" });
  expect(dialog).toHaveTextContent("It cannot be restored.");
  await user.click(within(dialog).getByRole("button", { name: "Delete for good" }));
  await waitFor(() => expect(titles()).toEqual([]));
  expect(status()).toHaveTextContent("“Half” is deleted for good.");
  expect(await server.db.selectFrom("posts").select("id").execute()).toEqual([]);
});

test("PostsPage — Delete now, cancelled — no request, post still in the trash", async () => {
  await trash();
  await open("trash");
  await press("Delete now “Half”");
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Keep it" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(server.requests.map(({ method }) => method)).not.toContain("DELETE");
  expect(titles()).toEqual(["Half"]);
});

test("PostsPage — Delete now, post restored meanwhile — the dialog says why", async () => {
  await trash();
  await open("trash");
  await press("Delete now “Half”");
  await restorePost(server.db, "1", ANYONE);
  await user.click(screen.getByRole("button", { name: "Delete for good" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Not deleted: Post not found in the trash.");
});

test("PostsPage — Delete now without JavaScript — GET form to /blog/[id]/delete", async () => {
  await trash();
  await open("trash");
  const form = screen.getByRole("button", { name: "Delete now “Half”" }).closest("form");
  expect(form).toHaveAttribute("method", "get");
  expect(form).toHaveAttribute("action", "/blog/1/delete");
  expect([...(form?.querySelectorAll("input") ?? [])]).toEqual([]);
});

const one = async (id: string) =>
  server.db.selectFrom("posts").selectAll().where("id", "=", Number(id)).executeTakeFirstOrThrow();
const box = (title: string) => screen.getByRole("checkbox", { name: `Select “${title}”` });
const all = () => screen.getByRole("checkbox", { name: "Select all on this page" });
/** Two drafts and a public post, the newest first. */
async function three() {
  for (const [index, title] of ["Ink", "Paper", "Lead"].entries()) {
    const status = title === "Ink" ? "published" : "draft";
    await createPost(server.db, { title, content: "Words", status }, null, Date.now() - 3000 + index);
  }
}

test("PostsPage — posts selected, Delete, Undo — exactly those deleted and restored", async () => {
  await three();
  await open();
  expect(titles()).toEqual(["Lead", "Paper", "Ink"]);
  await user.click(box("Paper"));
  await user.click(box("Ink"));
  expect(screen.getByText("2 selected")).toBeVisible();
  await press("Delete");
  await waitFor(() => expect(titles()).toEqual(["Lead"]));
  expect(await screen.findByText(/were moved to the trash/)).toHaveTextContent(
    "2 posts were moved to the trash, where they stay for 30 days.",
  );
  expect(status()).toHaveTextContent("2 posts were moved");
  await press("Undo");
  await waitFor(() => expect(titles()).toEqual(["Lead", "Paper", "Ink"]));
  expect(await screen.findByText("2 posts are back.")).toBeVisible();
  expect(box("Paper")).not.toBeChecked();
});

test("PostsPage — a selection — survives revalidation, Escape clears it", async () => {
  await three();
  await open();
  await user.click(box("Paper"));
  await updatePost(server.db, "3", { title: "Lead, again" }, ANYONE);
  await press("Delete “Ink”");
  await waitFor(() => expect(titles()).toEqual(["Lead, again", "Paper"]));
  expect(box("Paper")).toBeChecked();
  box("Paper").focus();
  await user.keyboard("{Escape}");
  expect(box("Paper")).not.toBeChecked();
});

test.each<[Record<string, string>, string[]]>([
  [{ q: "lead" }, ["Lead"]],
  [{ sort: "title" }, ["Ink", "Lead", "Paper"]],
  [{ sort: "-title" }, ["Paper", "Lead", "Ink"]],
  [{ tag: "dark" }, ["Lead", "Ink"]],
  [{ tag: "dark", sort: "title", status: "draft" }, ["Lead"]],
  [{ q: "nothing", sort: "colour", tag: "a,b" }, []],
])(
  "PostsPage — %j — those posts in that order; the form has what was chosen",
  async ({ status, ...filters }, expected) => {
    await three();
    for (const id of ["1", "3"]) await updatePost(server.db, id, { tags: ["Dark"] }, ANYONE);
    await open(status, undefined, filters);
    expect(titles()).toEqual(expected);
    const form = screen.getByRole("search");
    expect(form).toHaveAttribute("action", "/account/posts");
    expect(within(form).getByLabelText("Search these posts")).toHaveValue(filters.q ?? "");
    if (filters.sort?.endsWith("title")) expect(within(form).getByLabelText("Order")).toHaveValue(filters.sort);
  },
);

test("PostsPage — Select all on this page — all, then none", async () => {
  await three();
  await open("draft");
  await user.click(box("Paper"));
  await user.click(all());
  expect([box("Paper"), box("Lead"), all()].map((element) => (element as HTMLInputElement).checked)).toEqual([
    true,
    true,
    true,
  ]);
  await user.click(all());
  expect(screen.queryByText(/selected/)).toBeNull();
});

test("PostsPage — Publish, a post that changed after it was selected — stays a draft, named with the reason, deselected", async () => {
  await three();
  await open();
  await user.click(box("Paper"));
  await user.click(box("Lead"));
  await updatePost(server.db, "2", { title: "Paper, not yet" }, ANYONE);
  // The new version is on screen then, but the old one was selected.
  await press("Delete “Ink”");
  await waitFor(() => expect(titles()).toEqual(["Paper, not yet", "Lead"]));
  await press("Publish");
  expect((await screen.findByText("“Paper, not yet”", { selector: "bdi" })).closest("li")).toHaveTextContent(
    "“Paper, not yet”: it has changed since; look at it and select it again.",
  );
  expect(status()).toHaveTextContent("“Lead” is published.");
  expect([(await one("2")).status, (await one("3")).status]).toEqual(["draft", "published"]);
  expect(box("Paper, not yet")).not.toBeChecked();
});

test("PostsPage — Add tag by Enter, then Remove tag — the selection stays for the next action", async () => {
  await three();
  await open();
  await user.click(box("Paper"));
  await user.type(screen.getByRole("textbox", { name: "Tag to add or remove" }), "slow{Enter}");
  expect(await screen.findByText(/has the tag/)).toHaveTextContent("“Paper” has the tag “slow” now.");
  const tags = await screen.findByRole("list", { name: "Tags of “Paper”" });
  expect(within(tags).getByRole("link", { name: "slow" })).toHaveAttribute("href", "/account/posts?tag=slow");
  expect(box("Paper")).toBeChecked();
  await press("Remove tag");
  expect(await screen.findByText(/does not have the tag/)).toBeVisible();
  expect((await one("2")).tags).toBe("[]");
});

test("PostsPage — Delete, 503 — posts back in the list and still selected, says why", async () => {
  await three();
  await open();
  await user.click(box("Paper"));
  server.gate = async (request) => (request.method === "POST" ? refuse() : undefined);
  await press("Delete");
  expect(await screen.findByText("Not done: Service Unavailable.")).toBeVisible();
  await waitFor(() => expect(titles()).toEqual(["Lead", "Paper", "Ink"]));
  expect(box("Paper")).toBeChecked();
});

test("PostsPage — nothing selected, Delete — says so", async () => {
  await three();
  await open();
  await press("Delete");
  expect(await screen.findByText("Not done: Select at least one post.")).toBeVisible();
});
