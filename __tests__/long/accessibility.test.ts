import { findIssues, findMoreIssues, NAMED_STATES, withStates } from "#support/accessibility-checks";

const visits = withStates();

test.each(NAMED_STATES)("$name — every width, colour scheme and contrast — axe finds nothing", async (state) => {
  const page = await visits.open(state);
  expect([...(await findIssues(page)), ...(await findMoreIssues(page))]).toEqual([]);
});
