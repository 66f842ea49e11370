import { type Headers, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import user from "../../pages/api/users/[id]";

/** Changes a user as the owner `by`. */
export const changeUser = (by: TestAccount, { account }: TestAccount, body: object, headers: Headers = {}) =>
  call(user, { method: "PATCH", query: { id: account.id }, headers: { ...by.headers, ...headers }, body });

export const suspend = (by: TestAccount, whom: TestAccount) => changeUser(by, whom, { status: "suspended" });

/** Deletes a user as the owner `by`. */
export const deleteUser = (by: TestAccount, { account }: TestAccount, query: Record<string, string>) =>
  call(user, { method: "DELETE", query: { id: account.id, ...query }, headers: by.headers });

/** Two owners. */
export async function makeOwners(): Promise<[TestAccount, TestAccount]> {
  return [await makeOwner(), await makeOwner("Oscar")];
}
