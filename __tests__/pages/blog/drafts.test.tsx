import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import type { ComponentProps } from "react";
import { SiteProvider } from "#components/site/site-context";
import { createPost, restorePost, trashPost } from "#lib/server/posts/write";
import { DEFAULT_SITE } from "#lib/shared/site";
import { travelTo } from "#support/clock";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import { ANYONE } from "#support/viewers";
import DraftsPage, { getServerSideProps } from "../../../pages/blog/drafts";

const server = withHandlers();
const user = userEvent.setup();
const refuse = async () => ({ status: 503, body: { title: "Service Unavailable" } });
const press = (name: string) => user.click(screen.getByRole("button", { name }));
const titles = () => screen.queryAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent);

async function open(status?: string, timeZone = DEFAULT_SITE.timeZone) {
  const { req, res } = createMocks({ headers: { host: "octavo.test" } });
  const query = { ...(status && { status }) };
  const response = await getServerSideProps({ req, res, query } as unknown as GetServerSidePropsContext);
  const { fallback, ...props } = (response as { props: ComponentProps<typeof DraftsPage> }).props;
  // Until this device has been asked for unfinished texts.
  return act(async () =>
    show(
      <SiteProvider value={{ ...DEFAULT_SITE, timeZone }}>
        <DraftsPage {...props} fallback={{}} />
      </SiteProvider>,
      { address: "/blog/drafts", fallback },
    ),
  );
}

const draft = () => createPost(server.db, { title: "Half", content: "Words", status: "draft" });
async function trash(now = Date.now()) {
  await draft();
  await trashPost(server.db, "1", ANYONE, { now });
}

test("DraftsPage — server HTML — the draft with its actions", async () => {
  await draft();
  server.gate = () => new Promise(() => {});
  await open();
  expect(titles()).toEqual(["Half"]);
  expect(screen.getByRole("link", { name: "Drafts" })).toHaveAttribute("aria-current", "page");
  expect(screen.getByRole("link", { name: "Edit “Half”" })).toHaveAttribute("href", "/blog/1/edit");
});

test.each([
  [undefined, "No drafts."],
  ["scheduled", "Nothing is scheduled."],
  ["trash", "The trash is empty."],
  ["trash", "Deleted posts stay here for 30 days and can be restored."],
])("DraftsPage — ?status=%s, empty — says so", async (status, text) => {
  await open(status);
  expect(screen.getByText(text)).toBeVisible();
});

test("DraftsPage — Delete — draft removed from the list; Undo — back", async () => {
  await draft();
  await open();
  await press("Delete “Half”");
  await waitFor(() => expect(titles()).toEqual([]));
  const notice = await screen.findByText(/was moved to the trash/);
  expect(notice).toHaveTextContent("“Half” was moved to the trash, where it stays for 30 days.");
  await press("Undo");
  await waitFor(() => expect(titles()).toEqual(["Half"]));
});

test("DraftsPage — Delete, 503 — draft back in the list, says why", async () => {
  await draft();
  await open();
  server.gate = async (request) => (request.method === "DELETE" ? refuse() : undefined);
  await press("Delete “Half”");
  const reason = await screen.findByText("Not deleted: Service Unavailable.");
  expect(reason.closest("[role=status]")).toHaveFocus();
  await waitFor(() => expect(titles()).toEqual(["Half"]));
});

test("DraftsPage — Restore — removed from the trash, link to the post", async () => {
  await trash();
  await open("trash");
  await press("Restore “Half”");
  await waitFor(() => expect(titles()).toEqual([]));
  expect(screen.getByRole("link", { name: "“Half”" })).toHaveAttribute("href", "/blog/1/half");
});

test("DraftsPage — Restore, 503 — stays in the trash, says why", async () => {
  await trash();
  await open("trash");
  server.gate = async (request) => (request.method === "POST" ? refuse() : undefined);
  await press("Restore “Half”");
  expect(await screen.findByText("Not restored: Service Unavailable.")).toBeVisible();
  await waitFor(() => expect(titles()).toEqual(["Half"]));
});

test("DraftsPage — trash — dates of deletion and purge in the site's time zone", async () => {
  const [deleted, purged] = ["2026-11-02T15:30:00.000Z", "2026-12-02T15:30:00.000Z"];
  travelTo(Date.parse(deleted) + 1000);
  await trash(Date.parse(deleted));
  await open("trash", "Asia/Tokyo");
  expect(screen.getByText(/^Deleted/)).toHaveTextContent("Deleted 3 Nov 2026, will be purged 3 Dec 2026");
  const times = screen.getAllByText(/ 2026$/, { selector: "time" }).map((time) => time.getAttribute("datetime"));
  expect(times).toEqual([deleted, purged]);
});

test("DraftsPage — Delete now, confirmed — post purged, status message focused", async () => {
  await trash();
  await open("trash");
  await press("Delete now “Half”");
  const dialog = screen.getByRole("dialog", { name: "Delete this post for good?" });
  expect(dialog).toHaveTextContent("It cannot be restored.");
  await user.click(within(dialog).getByRole("button", { name: "Delete for good" }));
  await waitFor(() => expect(titles()).toEqual([]));
  expect(screen.getByRole("status")).toHaveTextContent("“Half” is deleted for good.");
  expect(screen.getByRole("status")).toHaveFocus();
  expect(await server.db.selectFrom("posts").select("id").execute()).toEqual([]);
});

test("DraftsPage — Delete now, cancelled — no request, post still in the trash", async () => {
  await trash();
  await open("trash");
  await press("Delete now “Half”");
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Keep it" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(server.requests.map(({ method }) => method)).not.toContain("DELETE");
  expect(titles()).toEqual(["Half"]);
});

test("DraftsPage — Delete now, post restored meanwhile — the dialog says why", async () => {
  await trash();
  await open("trash");
  await press("Delete now “Half”");
  await restorePost(server.db, "1", ANYONE);
  await user.click(screen.getByRole("button", { name: "Delete for good" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Not deleted: Post not found in the trash.");
});

test("DraftsPage — Delete now without JavaScript — GET form to /blog/[id]/delete", async () => {
  await trash();
  await open("trash");
  const form = screen.getByRole("button", { name: "Delete now “Half”" }).closest("form");
  expect(form).toHaveAttribute("method", "get");
  expect(form).toHaveAttribute("action", "/blog/1/delete");
  expect([...(form?.querySelectorAll("input") ?? [])]).toEqual([]);
});
