/** Returns the columns of the terminal that stdout is; infinite where it is none, because tables in files and pipes are not cut. */
export function screenWidth(): number {
  return process.stdout.columns ?? Number.POSITIVE_INFINITY;
}
