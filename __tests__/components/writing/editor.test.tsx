import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { PostForm } from "#components/posts/post-form";
import { ApiError } from "#lib/client/api";
import { somePost } from "#support/posts";
import { show } from "#support/render";

const user = userEvent.setup();
const box = (name: string) => screen.getByRole("textbox", { name });
const publish = () => user.click(screen.getByRole("button", { name: "Publish" }));

function open(onSubmit: jest.Mock = jest.fn(async () => somePost())) {
  show(<PostForm action="Publish" onSubmit={onSubmit} success={({ title }) => <p>Published: {title}</p>} />);
  return onSubmit;
}

async function fill({ title = "Hello", content = "World" } = {}) {
  await user.type(box("Title"), title);
  await user.type(box("Content"), content);
}

test("every wrong field is named beside it, and the first one has the focus", async () => {
  const onSubmit = open();
  await publish();
  expect(box("Title")).toHaveAccessibleDescription("Title is required");
  expect(box("Content")).toHaveAccessibleDescription("Content is required");
  expect(box("Title")).toHaveFocus();
  expect(onSubmit).not.toHaveBeenCalled();
});

test("the focus passes over fields that are right", async () => {
  open();
  await user.type(box("Title"), "Hello");
  await publish();
  expect(box("Title")).toBeValid();
  expect(box("Content")).toHaveFocus();
});

test("an error is gone once its field is right", async () => {
  open();
  await publish();
  await fill();
  await publish();
  expect(box("Title")).toHaveAttribute("aria-invalid", "false");
  expect(screen.queryByText("Title is required")).toBeNull();
});

test("one wrong tag is named beside the tags", async () => {
  open();
  await fill();
  await user.type(box("Tags"), "ink, c++");
  await publish();
  expect(box("Tags")).toBeInvalid();
  expect(box("Tags")).toHaveAccessibleDescription(expect.stringContaining("A tag is"));
});

test("what is submitted is tidy", async () => {
  const onSubmit = open();
  await fill({ title: "  Hello  ", content: " World " });
  await user.type(box("Tags"), "Ink, , Iron Gall,");
  await publish();
  expect(onSubmit).toHaveBeenCalledWith({ title: "Hello", content: "World", tags: ["ink", "iron-gall"] });
});

test("success is announced and the fields are cleared", async () => {
  open();
  await fill();
  await publish();
  expect(screen.getByRole("status")).toHaveTextContent("Published: Hello");
  expect(box("Title")).toHaveValue("");
  expect(box("Content")).toHaveValue("");
});

test("a refusal is announced and the text stays", async () => {
  open(jest.fn().mockRejectedValue(new ApiError(503, { title: "Service Unavailable" })));
  await fill();
  await publish();
  expect(screen.getByRole("alert")).toHaveTextContent("Not stored: Service Unavailable.");
  expect(box("Title")).toHaveValue("Hello");
  expect(box("Content")).toHaveValue("World");
});

test("what the server says of a field stands beside it", async () => {
  open(
    jest
      .fn()
      .mockRejectedValue(new ApiError(400, { title: "Not valid", fields: { content: ["Content is too plain"] } })),
  );
  await fill();
  await publish();
  expect(box("Content")).toHaveAccessibleDescription("Content is too plain");
  expect(box("Content")).toHaveFocus();
});

test("a refused text can be submitted again", async () => {
  const onSubmit = open(
    jest
      .fn()
      .mockRejectedValueOnce(new ApiError(0, { title: "Away" }))
      .mockResolvedValue(somePost()),
  );
  await fill();
  await publish();
  await publish();
  expect(onSubmit).toHaveBeenCalledTimes(2);
  expect(screen.getByRole("status")).toHaveTextContent("Published: Hello");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a double click submits once", async () => {
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof somePost>>();
  const onSubmit = open(jest.fn(() => promise));
  await fill();
  await user.dblClick(screen.getByRole("button", { name: "Publish" }));
  expect(onSubmit).toHaveBeenCalledTimes(1);
  await act(async () => resolve(somePost()));
});

test("a double click whose first half is answered at once submits once", async () => {
  const onSubmit = open();
  await fill();
  await user.dblClick(screen.getByRole("button", { name: "Publish" }));
  expect(onSubmit).toHaveBeenCalledTimes(1);
  expect(screen.getByRole("status")).toHaveTextContent("Published: Hello");
  expect(screen.queryByText("Title is required")).toBeNull();
});

test("two submits in one moment store once", async () => {
  const onSubmit = open();
  await fill();
  const form = box("Title").closest("form");
  await act(async () => {
    form?.requestSubmit();
    form?.requestSubmit();
  });
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
});

test.each(["Control", "Meta"])("%s and Enter submit from the text", async (key) => {
  const onSubmit = open();
  await fill();
  await user.type(box("Content"), `{${key}>}{Enter}{/${key}}`);
  expect(onSubmit).toHaveBeenCalledTimes(1);
});

test("Enter alone is a new line of the text", async () => {
  const onSubmit = open();
  await fill();
  await user.type(box("Content"), "{Enter}More");
  expect(box("Content")).toHaveValue("World\nMore");
  expect(onSubmit).not.toHaveBeenCalled();
});

test("a post to edit is there to begin with", () => {
  show(<PostForm action="Save" post={somePost({ tags: ["ink", "paper"] })} onSubmit={jest.fn()} />);
  expect(box("Title")).toHaveValue("Hello");
  expect(box("Content")).toHaveValue("World");
  expect(box("Tags")).toHaveValue("ink, paper");
});

test("an edited text stays in the form while the way leads on", async () => {
  show(<PostForm action="Save" post={somePost()} onSubmit={async () => somePost()} />);
  await user.type(box("Title"), " again");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(box("Title")).toHaveValue("Hello again");
});
