import { expect, test } from 'vitest';
import type { Answer } from '@/components/move/answer-for';
import { besides, commonOf, nothingCommon } from '@/components/move/common-answer';

const anAnswer = (allowed: number, lines: string[], notKnown: string[] = []): Answer => ({ verdicts: [], allowed, reason: null, headline: `${allowed} can move`, refusals: [], lines, notKnown });

test('what all say who let anybody in is common, and each keeps the rest', () => {
  const [a, b, closed] = [anAnswer(1, ['loses the chat', 'will be recorded'], ['on which bridge']), anAnswer(2, ['loses the chat'], ['on which bridge', 'the rights there']), anAnswer(0, [])];
  const common = commonOf([a, b, closed]);
  expect(common).toEqual({ headline: null, lines: ['loses the chat'], notKnown: ['on which bridge'] });
  expect(besides(a, common)).toMatchObject({ allowed: 1, lines: ['will be recorded'], notKnown: [] });
  expect(besides(b, common)).toMatchObject({ allowed: 2, lines: [], notKnown: ['the rights there'] });
});

test('where the same go everywhere, it is said once', () => {
  expect(commonOf([anAnswer(2, []), anAnswer(2, []), anAnswer(0, [])]).headline).toBe('2 can move');
});

test('a single one says everything by itself', () => {
  expect(commonOf([anAnswer(1, ['loses the chat']), anAnswer(0, [])])).toEqual(nothingCommon);
});
