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

test("DeletePost — Delete — in the trash, status message focused", async () => {
  const onDeleted = await open();
  await press("Delete");
  const status = await screen.findByRole("status");
  expect(status).toHaveTextContent("“Hello” was moved to the trash, where it stays for 30 days.");
  expect(status).toHaveFocus();
  expect(onDeleted).toHaveBeenCalledTimes(1);
  expect(await isThere()).toBe(false);
});

test("UndoDelete — Undo — restored, link to the post", async () => {
  await open();
  await press("Delete");
  await screen.findByRole("status");
  await press("Undo");
  expect(await screen.findByText("is back.")).toBeVisible();
  expect(screen.getByRole("link", { name: "“Hello”" })).toHaveAttribute("href", "/blog/1/hello");
  expect(await isThere()).toBe(true);
});

test("UndoDelete — Undo, 503 — says why, can be tried again", async () => {
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

test("DeletePost — 503 — alert, onDeleted not called", async () => {
  const onDeleted = await open();
  server.gate = refuse;
  await press("Delete");
  expect(await screen.findByRole("alert")).toHaveTextContent("Not deleted: Service Unavailable.");
  expect(onDeleted).not.toHaveBeenCalled();
  expect(await isThere()).toBe(true);
});

test("DeletePost — second click — one request", async () => {
  await open();
  server.gate = () => new Promise(() => {});
  await press("Delete");
  await press("Delete");
  expect(server.requests.filter(({ method }) => method === "DELETE")).toHaveLength(1);
});

test("DeletePost — without JavaScript — GET form to /blog/[id]/delete", async () => {
  await open();
  const form = screen.getByRole("button", { name: "Delete" }).closest("form");
  expect(form).toHaveAttribute("method", "get");
  expect(form).toHaveAttribute("action", "/blog/1/delete");
});

test("DeletePost — deleted elsewhere — alert “Post not found”", async () => {
  await open();
  await trashPost(server.db, "1", ANYONE);
  await press("Delete");
  await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("Not deleted: Post not found."));
});
