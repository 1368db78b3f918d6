/**
 * How far a budget reaches: the credits that each spec gets of it, where pages are bought round by round until every spec has what
 * it is likely to cost, or the budget is spent.
 * @param likely credits that each spec is likely to cost
 */
export function budgetReach(likely: readonly number[], budget: number): number[] {
  const order = likely.map((credits, index) => ({ credits, index })).sort((a, b) => a.credits - b.credits);
  const given = likely.map(() => 0);
  let left = budget;
  order.forEach(({ credits, index }, done) => {
    const share = Math.min(credits, Math.floor(left / (order.length - done)));
    given[index] = share;
    left -= share;
  });
  return given;
}
