import "fake-indexeddb/auto";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NO_FORM_POST } from "#support/drafts";
import { withHandlers } from "#support/handlers";
import { show } from "#support/render";
import CreatePage from "../../../pages/blog/create";

const server = withHandlers();
const user = userEvent.setup();
const isPost = ({ method, path }: { method: string; path: string }) => method === "POST" && path === "/api/posts";
const box = (name: string) => screen.getByRole("textbox", { name });

beforeEach(() => history.replaceState(null, "", "/blog/create"));

async function write(title: string) {
  const shown = show(
    <CreatePage imageBytesMax={20_000_000} account={null} formKey="one" canSaveDraft posted={NO_FORM_POST} />,
    {
      address: "/blog/create",
    },
  );
  await user.type(box("Title"), title);
  await user.type(box("Content"), "Words");
  return shown;
}
const publish = () => user.click(screen.getByRole("button", { name: "Publish" }));

describe("CreatePage", () => {
  test("published — leads to the post", async () => {
    const { router } = await write("New");
    await publish();
    await waitFor(() => expect(router.address).toBe("/blog/1/new"));
  });

  test("refused — text stays in the form", async () => {
    server.gate = async (request) =>
      isPost(request) ? { status: 503, body: { title: "Service Unavailable" } } : undefined;
    const { router } = await write("New");
    await publish();
    expect(await screen.findByRole("alert")).toHaveTextContent("Service Unavailable");
    expect([box("Title"), box("Content")].map((field) => (field as HTMLInputElement).value)).toEqual(["New", "Words"]);
    expect(router.address).toBe("/blog/create");
  });

  test("double click — one post", async () => {
    const { router } = await write("New");
    await user.dblClick(screen.getByRole("button", { name: "Publish" }));
    await waitFor(() => expect(router.address).toBe("/blog/1/new"));
    expect(server.requests.filter(isPost)).toHaveLength(1);
  });

  test("saved as a draft — stays in the text, URL of its editor", async () => {
    const { router } = await write("New");
    await user.click(screen.getAllByRole("button", { name: "Save draft" })[0] as HTMLElement);
    await waitFor(() => expect(location.pathname).toBe("/blog/1/edit"));
    expect(box("Content")).toHaveValue("Words");
    expect(router.address).toBe("/blog/create");
    // The next save changes the post that there is now.
    await user.type(box("Content"), " and more");
    await user.click(screen.getAllByRole("button", { name: "Save draft" })[0] as HTMLElement);
    await waitFor(() => expect(server.requests.some(({ method }) => method === "PATCH")).toBe(true));
    expect(server.requests.filter(isPost)).toHaveLength(1);
  });
});
