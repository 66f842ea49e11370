import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ActionForm } from "#components/forms/action-form";
import { Field } from "#components/ui/field";
import { ApiError } from "#lib/client/api";
import type { RejectedForm } from "#lib/shared/forms";
import { show } from "#support/render";

const user = userEvent.setup();
const box = (name: string) => screen.getByLabelText(name);
const send = () => user.click(screen.getByRole("button", { name: "Send" }));
const refusal = (status: number, title: string, fields = {}) => new ApiError(status, { title, fields });

type More = { onSubmit?: jest.Mock; refused?: RejectedForm; isCleared?: boolean; hidden?: Record<string, string> };

function open({ onSubmit = jest.fn(async () => {}), ...more }: More = {}) {
  show(
    <ActionForm name="test" action="Send" onSubmit={onSubmit} done="It is done." isDone {...more}>
      {(field) => (
        <>
          <Field {...field("email")} label="Email address" />
          <Field {...field("password")} type="password" label="Password" />
        </>
      )}
    </ActionForm>,
  );
  return onSubmit;
}

test("ActionForm — submitted — onSubmit gets values by name, without the form's name", async () => {
  const onSubmit = open({ hidden: { token: "t" } });
  await user.type(box("Email address"), "ada@octavo.test");
  await send();
  expect(onSubmit).toHaveBeenCalledWith({ email: "ada@octavo.test", password: "", token: "t" });
});

test("ActionForm — 400 with a field — message beside it, field focused", async () => {
  open({ onSubmit: jest.fn().mockRejectedValue(refusal(400, "Not valid", { password: ["Too short"] })) });
  await send();
  expect(box("Password")).toHaveAccessibleDescription("Too short");
  expect(box("Password")).toHaveFocus();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("ActionForm — 401 — alert, values stay", async () => {
  open({ onSubmit: jest.fn().mockRejectedValue(refusal(401, "Wrong password")) });
  await user.type(box("Email address"), "ada@octavo.test");
  await send();
  expect(screen.getByRole("alert")).toHaveTextContent("Wrong password.");
  expect(box("Email address")).toHaveValue("ada@octavo.test");
});

test("ActionForm — 400 for a hidden field — alert", async () => {
  open({
    hidden: { token: "t" },
    onSubmit: jest.fn().mockRejectedValue(refusal(400, "Not valid", { token: ["This link is no longer good"] })),
  });
  await send();
  expect(screen.getByRole("alert")).toHaveTextContent("This link is no longer good.");
});

test("ActionForm — 429 — alert says to wait", async () => {
  open({ onSubmit: jest.fn().mockRejectedValue(refusal(429, "Too many wrong passwords")) });
  await send();
  expect(screen.getByRole("alert")).toHaveTextContent("Wait a few minutes");
});

test("ActionForm — success — status message, removed by a later error", async () => {
  const onSubmit = open({ onSubmit: jest.fn().mockResolvedValueOnce(undefined).mockRejectedValue(refusal(401, "No")) });
  expect(screen.getByRole("status")).toHaveTextContent("It is done.");
  await send();
  await send();
  expect(onSubmit).toHaveBeenCalledTimes(2);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

test("ActionForm — isCleared — values cleared after success", async () => {
  open({ isCleared: true });
  await user.type(box("Password"), "correct horse");
  await send();
  expect(box("Password")).toHaveValue("");
});

test("ActionForm — submitted twice at once — one request", async () => {
  const onSubmit = open({ onSubmit: jest.fn(() => new Promise<void>(() => {})) });
  const form = box("Password").closest("form");
  await act(async () => {
    form?.requestSubmit();
    form?.requestSubmit();
  });
  expect(onSubmit).toHaveBeenCalledTimes(1);
});

describe("ActionForm — `refused` from a post without JavaScript", () => {
  const refused = {
    form: "test",
    status: 400,
    title: "Not valid",
    fields: { email: ["This is not an email address"] },
    typed: { email: "ada" },
  };

  test("message, typed values and focus", () => {
    open({ refused });
    expect(box("Email address")).toHaveValue("ada");
    expect(box("Email address")).toHaveAccessibleDescription("This is not an email address");
    expect(box("Email address")).toHaveFocus();
  });

  test("another form's — ignored", () => {
    open({ refused: { ...refused, form: "another" } });
    expect(box("Email address")).toHaveValue("");
    expect(box("Email address")).toBeValid();
  });
});
