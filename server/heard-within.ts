const lookEveryMs = 500;

/**
 * The answer to a question that was put to another process. Rejects if that keeps silent for `limitMs`. While this process
 * itself stands still, which a busy machine may have it do for seconds, nothing can be heard: that counts as one look of many,
 * and what has come in meanwhile is read before the next.
 */
export function heardWithin<Answer>(answer: Promise<Answer>, limitMs: number, everyMs = lookEveryMs): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let looksLeft = Math.ceil(limitMs / everyMs);
    const timer = setInterval(() => {
      looksLeft -= 1;
      if (looksLeft > 0) return;
      clearInterval(timer);
      reject(new Error('it does not answer'));
    }, everyMs);
    answer.then(resolve, reject).finally(() => clearInterval(timer));
  });
}
