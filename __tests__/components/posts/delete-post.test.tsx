import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { DeletePost } from "#components/posts/delete-post";
import { UndoDelete } from "#components/writing/undo-delete";
import { requirePost } from "#lib/server/posts/read";
import { createPost, trashPost } from "#lib/server/posts/write";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import { ANYONE } from "#support/viewers";

const server = withHandlers();
const press = (name: string | RegExp) => userEvent.click(screen.getByRole("button", { name }));
const isThere = () =>
  requirePost(server.db, "1", ANYONE).then(
    () => true,
    () => false,
  );
const refuse = async () => ({ status: 503, body: { title: "Service Unavailable" } });

async function open(onDeleted = jest.fn(async () => {})) {
  await createPost(server.db, { title: "Hello", content: "World" });
  show(
    <>
      <UndoDelete />
      <DeletePost post={{ id: "1", title: "Hello" }} onDeleted={onDeleted} />
    </>,
  );
  return onDeleted;
}

test("a deleted post is in the trash, and what came of it has the focus", async () => {
  const onDeleted = await open();
  await press("Delete");
  const said = await screen.findByRole("status");
  expect(said).toHaveTextContent("“Hello” was moved to the trash, where it stays for 30 days.");
  expect(said).toHaveFocus();
  expect(onDeleted).toHaveBeenCalledTimes(1);
  expect(await isThere()).toBe(false);
});

test("it is brought back", async () => {
  await open();
  await press("Delete");
  await screen.findByRole("status");
  await press("Undo");
  expect(await screen.findByText("is back.")).toBeVisible();
  expect(screen.getByRole("link", { name: "“Hello”" })).toHaveAttribute("href", "/blog/1/hello");
  expect(await isThere()).toBe(true);
});

test("an undo that is refused says so, and can be tried again", async () => {
  await open();
  await press("Delete");
  await screen.findByRole("status");
  server.gate = refuse;
  await press("Undo");
  expect(await screen.findByText("Not restored: Service Unavailable.")).toBeVisible();
  server.gate = undefined;
  await press("Undo");
  expect(await screen.findByText("is back.")).toBeVisible();
});

test("a deletion that is refused says so and leads nowhere", async () => {
  const onDeleted = await open();
  server.gate = refuse;
  await press("Delete");
  expect(await screen.findByRole("alert")).toHaveTextContent("Not deleted: Service Unavailable.");
  expect(onDeleted).not.toHaveBeenCalled();
  expect(await isThere()).toBe(true);
});

test("a second click does nothing", async () => {
  await open();
  server.gate = () => new Promise(() => {});
  await press("Delete");
  await press("Delete");
  expect(server.requests.filter(({ method }) => method === "DELETE")).toHaveLength(1);
});

test("without a script it leads to a page that asks", async () => {
  await open();
  const form = screen.getByRole("button", { name: "Delete" }).closest("form");
  expect(form).toHaveAttribute("method", "get");
  expect(form).toHaveAttribute("action", "/blog/1/delete");
});

test("a post that somebody else has deleted meanwhile is said to be gone", async () => {
  await open();
  await trashPost(server.db, "1", ANYONE);
  await press("Delete");
  await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("Not deleted: Post not found."));
});
