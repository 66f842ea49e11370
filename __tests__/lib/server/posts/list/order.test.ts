import { withDatabase } from "#support/database";
import { listedPosts, makePost } from "#support/factories";

withDatabase();

const titles = async (query: Record<string, string>) => (await listedPosts(query)).map(({ title }) => title);

beforeEach(async () => {
  await makePost({ title: "beta", content: "apple", publishedAt: "2020-01-03T00:00:00Z" });
  await makePost({ title: "Álpha", content: "apple", publishedAt: "2020-01-01T00:00:00Z" });
  await makePost({ title: "Apple", content: "text", publishedAt: "2020-01-02T00:00:00Z" });
});

test.each([
  [{}, ["beta", "Apple", "Álpha"]],
  [{ sort: "-publishedAt" }, ["beta", "Apple", "Álpha"]],
  [{ sort: "publishedAt" }, ["Álpha", "Apple", "beta"]],
  [{ sort: "title" }, ["Álpha", "Apple", "beta"]],
  [{ sort: "-title" }, ["beta", "Apple", "Álpha"]],
  [{ sort: "updatedAt" }, ["beta", "Álpha", "Apple"]],
  [{ sort: "-updatedAt" }, ["Apple", "Álpha", "beta"]],
  [{ q: "apple" }, ["Apple", "beta", "Álpha"]],
  [{ q: "apple", sort: "publishedAt" }, ["Álpha", "Apple", "beta"]],
])("GET /api/posts — %j — order", async (query, expected) => {
  expect(await titles(query)).toEqual(expected);
});

test("GET /api/posts — equal sort keys — ordered by id", async () => {
  for (let count = 0; count < 3; count++) await makePost({ title: "same", publishedAt: "2019-01-01T00:00:00Z" });
  const ids = (await listedPosts({ q: "same" })).map(({ id }) => Number(id));
  expect(ids).toEqual([6, 5, 4]);
  expect((await listedPosts({ q: "same", sort: "publishedAt" })).map(({ id }) => Number(id))).toEqual([4, 5, 6]);
});
