/** A person at the other end of stdin. */
export interface Keyboard {
  /** A line without its newline; undefined at the end of the input (Ctrl-D). */
  readLine(prompt: string): Promise<string | undefined>;
  /** While somebody listens, Ctrl-C is theirs and interrupts nothing else. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the command as Ctrl-C would. */
  interrupt(): void;
}
