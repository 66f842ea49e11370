import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NO_FORM_POST } from "#lib/client/save-state";
import { createPost } from "#lib/server/posts/write";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import CreatePage from "../../../pages/blog/create";

const server = withHandlers();
const user = userEvent.setup();
const latest = () => within(screen.getByRole("region", { name: "Latest" }));
const isPost = ({ method, path }: { method: string; path: string }) => method === "POST" && path === "/api/posts";

async function write(title: string) {
  await createPost(server.db, { title: "Old", content: "Words" });
  show(<CreatePage formKey="one" canSaveDraft posted={NO_FORM_POST} />, { address: "/blog/create" });
  await latest().findByRole("link", { name: "Old" });
  await user.type(screen.getByRole("textbox", { name: "Title" }), title);
  await user.type(screen.getByRole("textbox", { name: "Content" }), "Words");
}
const publish = () => user.click(screen.getByRole("button", { name: "Publish" }));

test("a published post is announced with a link to it and leads the latest", async () => {
  await write("New");
  await publish();
  const said = await screen.findByRole("link", { name: "Read “New”" });
  expect(said).toHaveAttribute("href", "/blog/2/new");
  expect(await latest().findByRole("link", { name: "New" })).toHaveAttribute("href", "/blog/2/new");
});

test("a post on its way is in the list at once and leads nowhere", async () => {
  await write("New");
  server.gate = (request) => (isPost(request) ? new Promise(() => {}) : undefined);
  await publish();
  expect(await latest().findByRole("heading", { name: "New" })).toBeVisible();
  expect(latest().getByText("Publishing…")).toBeVisible();
  expect(latest().queryByRole("link", { name: "New" })).toBeNull();
});

test("a refused post leaves the list, and its text stays in the form", async () => {
  await write("New");
  server.gate = async (request) =>
    isPost(request) ? { status: 503, body: { title: "Service Unavailable" } } : undefined;
  await publish();
  expect(await screen.findByRole("alert")).toHaveTextContent("Service Unavailable");
  await waitFor(() => expect(latest().queryByRole("heading", { name: "New" })).toBeNull());
  expect(latest().getByRole("link", { name: "Old" })).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("New");
  expect(screen.getByRole("textbox", { name: "Content" })).toHaveValue("Words");
});

test("a double click makes one post", async () => {
  await write("New");
  await user.dblClick(screen.getByRole("button", { name: "Publish" }));
  await screen.findByRole("link", { name: "Read “New”" });
  expect(server.requests.filter(isPost)).toHaveLength(1);
});

test("a draft is said to be one, and is in no list", async () => {
  await write("New");
  await user.click(screen.getByRole("radio", { name: "Save as a draft" }));
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  const said = await screen.findByRole("link", { name: "Continue with “New”" });
  expect(said).toHaveAttribute("href", "/blog/2/edit");
  expect(latest().queryByText("New")).toBeNull();
  expect(screen.getByRole("button", { name: "Publish" })).toBeVisible();
});
