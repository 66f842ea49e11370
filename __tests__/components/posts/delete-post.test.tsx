import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { DeletePost } from "#components/posts/delete-post";
import { ApiError } from "#lib/client/api";
import { show } from "#support/render";

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

test("a post is deleted once that is confirmed, and not before", async () => {
  const onDelete = jest.fn(async () => {});
  show(<DeletePost title="Hello" onDelete={onDelete} />);
  await press("Delete");
  expect(screen.getByRole("dialog", { name: "Delete this post?" })).toHaveTextContent("“Hello”");
  expect(onDelete).not.toHaveBeenCalled();
  await press("Delete post");
  expect(onDelete).toHaveBeenCalledTimes(1);
});

test("the way back has the focus, not the deed", async () => {
  show(<DeletePost title="Hello" onDelete={jest.fn()} />);
  await press("Delete");
  expect(screen.getByRole("button", { name: "Keep it" })).toHaveFocus();
});

test("it can be kept", async () => {
  const onDelete = jest.fn();
  show(<DeletePost title="Hello" onDelete={onDelete} />);
  await press("Delete");
  await press("Keep it");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(onDelete).not.toHaveBeenCalled();
});

test("a second click while it is being deleted does nothing", async () => {
  const onDelete = jest.fn(() => new Promise<void>(() => {}));
  show(<DeletePost title="Hello" onDelete={onDelete} />);
  await press("Delete");
  await press("Delete post");
  await press("Delete post");
  expect(onDelete).toHaveBeenCalledTimes(1);
});

test("a refusal is said, and it can be tried again", async () => {
  const onDelete = jest
    .fn()
    .mockRejectedValueOnce(new ApiError(503, { title: "Service Unavailable" }))
    .mockResolvedValue(undefined);
  show(<DeletePost title="Hello" onDelete={onDelete} />);
  await press("Delete");
  await press("Delete post");
  expect(screen.getByRole("alert")).toHaveTextContent("Not deleted: Service Unavailable.");
  await press("Delete post");
  expect(onDelete).toHaveBeenCalledTimes(2);
});
