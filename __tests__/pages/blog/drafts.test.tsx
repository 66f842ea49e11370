import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import type { ComponentProps } from "react";
import { createPost, trashPost } from "#lib/server/posts/write";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import { ANYONE } from "#support/viewers";
import DraftsPage, { getServerSideProps } from "../../../pages/blog/drafts";

const server = withHandlers();
const user = userEvent.setup();
const refuse = async () => ({ status: 503, body: { title: "Service Unavailable" } });
const press = (name: string) => user.click(screen.getByRole("button", { name }));
const titles = () => screen.queryAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent);

async function open(status?: string) {
  const { req, res } = createMocks({ headers: { host: "octavo.test" } });
  const query = { ...(status && { status }) };
  const answer = await getServerSideProps({ req, res, query } as unknown as GetServerSidePropsContext);
  const { fallback, ...props } = (answer as { props: ComponentProps<typeof DraftsPage> }).props;
  return show(<DraftsPage {...props} fallback={{}} />, { address: "/blog/drafts", fallback });
}

const draft = () => createPost(server.db, { title: "Half", content: "Words", status: "draft" });
async function trash() {
  await draft();
  await trashPost(server.db, "1", ANYONE);
}

test("a draft is in the first HTML, with what can be done", async () => {
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
])("an empty list says so: %s", async (status, text) => {
  await open(status);
  expect(screen.getByText(text)).toBeVisible();
});

test("a deleted draft leaves the list, and comes back by Undo", async () => {
  await draft();
  await open();
  await press("Delete “Half”");
  await waitFor(() => expect(titles()).toEqual([]));
  expect(await screen.findByText("“Half” was moved to the trash.")).toBeVisible();
  await press("Undo");
  await waitFor(() => expect(titles()).toEqual(["Half"]));
});

test("a draft that cannot be deleted is back, and why is said", async () => {
  await draft();
  await open();
  server.gate = async (request) => (request.method === "DELETE" ? refuse() : undefined);
  await press("Delete “Half”");
  const reason = await screen.findByText("Not deleted: Service Unavailable.");
  expect(reason.closest("[role=status]")).toHaveFocus();
  await waitFor(() => expect(titles()).toEqual(["Half"]));
});

test("what is restored leaves the trash, and the way to it is shown", async () => {
  await trash();
  await open("trash");
  await press("Restore “Half”");
  await waitFor(() => expect(titles()).toEqual([]));
  expect(screen.getByRole("link", { name: "“Half”" })).toHaveAttribute("href", "/blog/1/half");
});

test("what cannot be restored stays in the trash, and why is said", async () => {
  await trash();
  await open("trash");
  server.gate = async (request) => (request.method === "POST" ? refuse() : undefined);
  await press("Restore “Half”");
  expect(await screen.findByText("Not restored: Service Unavailable.")).toBeVisible();
  await waitFor(() => expect(titles()).toEqual(["Half"]));
});
