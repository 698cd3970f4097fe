/** Requires that a text is one plain sentence, which fits in a message. */
export function requirePlain(sentence: string): void {
  if (/^[^\p{Cc}]*\.$/u.test(sentence) && sentence.length <= mostSentenceLength) return;
  const found = `${sentence.length} characters: ${JSON.stringify(sentence.slice(0, 200))}`;
  throw new Error(`Expected one plain sentence of at most ${mostSentenceLength} characters, found ${found}.`);
}

const mostSentenceLength = 500;
