/**
 * Prints a link that signs one browser in, and another at each Enter on the terminal. Returns the way to stop listening.
 * @param newLink makes a link that is good once
 */
export function offerLinks(newLink: () => string): () => void {
  const print = () => process.stderr.write(`\nThe console is at ${newLink()}\n`);
  print();
  const { stdin } = process;
  if (stdin.isTTY !== true) return () => {};
  process.stderr.write("A link signs in one browser. Enter prints another, Ctrl-C ends the console.\n");
  stdin.on("data", print);
  return () => {
    stdin.off("data", print);
    stdin.pause();
  };
}
