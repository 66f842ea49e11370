import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { TryRequest } from "#components/docs/try-request";
import { apiReference } from "#lib/server/docs/reference";
import { postEtag } from "#lib/server/posts/row";
import { createPost } from "#lib/server/posts/write";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";

const server = withHandlers();
const user = userEvent.setup();
const operations = apiReference().groups.flatMap((group) => group.operations);

function Form({ id }: { id: string }) {
  const [key, setKey] = useState("");
  const operation = operations.find((operation) => operation.id === id);
  return operation ? <TryRequest operation={operation} apiKey={key} onApiKey={setKey} /> : null;
}

async function open(id: string) {
  show(<Form id={id} />);
  await user.click(screen.getByText("Try it"));
}

const send = async () => {
  await user.click(screen.getByRole("button", { name: /^Send/ }));
  return screen.getByRole("status");
};

test("TryRequest — body — begins with a valid example", async () => {
  await open("createPost");
  const reply = await send();
  expect(await within(reply).findByText(/"title": "New Post"/)).toBeVisible();
  expect(reply).toHaveTextContent("201 Created");
  expect(reply).toHaveTextContent(/etag: "1-1-[\w-]{8}"/);
});

test("TryRequest — path and query parameters — from the fields", async () => {
  await open("listPosts");
  await user.type(screen.getByLabelText("q"), "a b&c");
  await user.selectOptions(screen.getByLabelText("sort"), "-title");
  expect(await send()).toHaveTextContent("200 OK");
  expect(server.requests).toEqual([{ method: "GET", path: "/api/posts?q=a+b%26c&sort=-title" }]);
});

test("TryRequest — path parameter — percent-encoded", async () => {
  await open("getPost");
  await user.clear(screen.getByLabelText("id"));
  await user.type(screen.getByLabelText("id"), "1/../x");
  expect(await send()).toHaveTextContent("404 Not Found");
  expect(server.requests).toEqual([{ method: "GET", path: "/api/posts/1%2F..%2Fx" }]);
});

test("TryRequest — headers — sent", async () => {
  const post = await createPost(server.db, { title: "Hello", content: "World" });
  await open("getPost");
  await user.type(screen.getByLabelText("If-None-Match"), postEtag(post));
  expect(await send()).toHaveTextContent("304 Not Modified");
});

test("TryRequest — API key — sent as Bearer token", async () => {
  await open("listPosts");
  await user.type(screen.getByLabelText(/^API key/), "no-such-key");
  const reply = await send();
  expect(reply).toHaveTextContent("401 Unauthorized");
  expect(reply).toHaveTextContent("This API key is not valid");
});

test("TryRequest — 4xx — shown unchanged", async () => {
  await open("createPost");
  await user.clear(screen.getByLabelText("Body"));
  await user.type(screen.getByLabelText("Body"), '{{"title":"Only a title"}');
  const reply = await send();
  expect(reply).toHaveTextContent("400 Bad Request");
  expect(reply).toHaveTextContent("Content is required");
});

test("TryRequest — server unreachable — says so", async () => {
  server.gate = () => Promise.reject(new TypeError("Failed to fetch"));
  await open("listPosts");
  await send();
  expect(await screen.findByRole("alert")).toHaveTextContent("The server cannot be reached");
});

test("TryRequest — second click during a request — no second request", async () => {
  server.gate = () => new Promise(() => {});
  await open("createPost");
  await send();
  await send();
  expect(server.requests).toHaveLength(1);
});
