import type { Answer } from '@/components/move/answer-for';

/** What several meetings answer alike, which is said once beside them. */
export interface Common extends Pick<Answer, 'lines' | 'notKnown'> {
  readonly headline: string | null;
}

export const nothingCommon: Common = { headline: null, lines: [], notKnown: [] };

/** What all of those answers say that let anybody in; nothing where that is one only. */
export function commonOf(answers: readonly Answer[]): Common {
  const [first, ...others] = answers.filter(({ allowed }) => allowed > 0);
  if (!first || others.length === 0) return nothingCommon;
  return {
    headline: others.every(({ headline }) => headline === first.headline) ? first.headline : null,
    lines: first.lines.filter((line) => others.every(({ lines }) => lines.includes(line))),
    notKnown: first.notKnown.filter((part) => others.every(({ notKnown }) => notKnown.includes(part))),
  };
}

/** What is left to say of an answer where the common is said already. */
export function besides(answer: Answer, common: Common): Answer {
  return {
    ...answer,
    lines: answer.lines.filter((line) => !common.lines.includes(line)),
    notKnown: answer.notKnown.filter((part) => !common.notKnown.includes(part)),
  };
}
