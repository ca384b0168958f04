import { expect, test } from 'vitest';
import { element, failureDetails, parameterError, text } from './xml';

test('an element holds its children without any white space, and an empty one is written in full', () => {
  expect(element('calls', { total: 0 })).toBe('<calls total="0"></calls>');
  expect(element('a', { id: 'x' }, text('b', 1), text('c', false))).toBe('<a id="x"><b>1</b><c>false</c></a>');
});

test('absent values leave no trace, empty ones do', () => {
  expect(text('a', null) + text('b', undefined) + text('c', '')).toBe('<c></c>');
});

test('text cannot break out of its element, nor make the document unreadable', () => {
  expect(text('a', `<&>"'`)).toBe('<a>&lt;&amp;&gt;&quot;&apos;</a>');
  expect(text('a', 'x\u0000\u0007\ufffe\ud800y 😀')).toBe('<a>xy 😀</a>');
  expect(element('a', { id: '"><b>' })).toBe('<a id="&quot;&gt;&lt;b&gt;"></a>');
});

test('only failure elements end in " />"', () => {
  expect(failureDetails('callDoesNotExist')).toBe('<?xml version="1.0"?><failureDetails><callDoesNotExist /></failureDetails>');
  expect(failureDetails(parameterError('limit'))).toContain('<parameterError parameter="limit" error="invalidValue" />');
});
