import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameReader, longestFrameBytes } from './frames';

/** What a reader takes out of chunks, frame by frame. */
function framesOf(...chunks: (string | Buffer)[]): { frames: string[]; cut: number } {
  const reader = new FrameReader();
  const frames: string[] = [];
  const take = (data: Buffer, start: number, end: number) => void frames.push(data.toString('utf8', start, end));
  for (const chunk of chunks) reader.read(Buffer.from(chunk), take);
  reader.finish(take);
  return { frames, cut: reader.cut };
}

test.each([
  ['lines', ['<14>a\n<14>b\r\n'], ['<14>a', '<14>b']],
  ['a line in parts', ['<1', '4>a', '\n<14', '>b\n'], ['<14>a', '<14>b']],
  ['counted frames, which may have line feeds in them', ['6 <14>a\n5 <14>b'], ['<14>a', '<14>b']],
  ['a counted frame in parts', ['1', '0 <14>', 'abc\nde'], ['<14>abc\nde']],
  ['both in one stream', ['<14>a\n5 <14>b<14>c\n'], ['<14>a', '<14>b', '<14>c']],
  ['empty lines and zeros between lines', ['\n\n\0<14>a\0\n'], ['<14>a']],
  ['a last line without an end', ['<14>a\n<14>b'], ['<14>a', '<14>b']],
  ['no counted frame that is not whole', ['<14>a\n9 <14>b'], ['<14>a']],
  ['characters of more than one octet, by octets', [`7 <14>é`, '!<14>b\n'], ['<14>é!', '<14>b']],
  ['a line that only begins like a count', ['2026-01-05 x\n12345678 y\n'], ['2026-01-05 x', '12345678 y']],
])('a stream is taken apart: %s', (_, chunks, frames) => {
  expect(framesOf(...chunks).frames).toEqual(frames);
});

describe('what is too long', () => {
  test.each([
    ['a line', `<14>${'x'.repeat(100_000)}\n<14>b\n`],
    ['a counted frame', `100004 <14>${'x'.repeat(100_000)}<14>b\n`],
  ])('is cut and counted, and what comes after is read: %s', (_, text) => {
    for (const chunks of [[text], text.match(/[^]{1,1000}/g) ?? []]) {
      const { frames, cut } = framesOf(...chunks);
      expect(frames.at(-1)).toBe('<14>b');
      expect(frames[0]?.length).toBe(longestFrameBytes);
      expect([frames.length, cut]).toEqual([2, 1]);
    }
  });

  test('a frame of the greatest length is whole', () => {
    const line = `<14>${'x'.repeat(longestFrameBytes - 4)}`;
    expect(framesOf(`${line}\n${longestFrameBytes} ${line}<14>b\n`)).toEqual({ frames: [line, line, '<14>b'], cut: 0 });
  });
});

test('however a stream is cut into chunks, the frames are the same', () => {
  const line = fc.string({ unit: fc.constantFrom('a', ' ', '<', '7', 'é', '>'), minLength: 1, maxLength: 30 }).map((text) => `<14>x${text}x`);
  const framed = fc.tuple(line, fc.boolean());
  fc.assert(
    fc.property(fc.array(framed, { minLength: 1, maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (lines, sizes) => {
      const stream = Buffer.concat(lines.map(([text, counted]) => Buffer.from(counted ? `${Buffer.byteLength(text)} ${text}` : `${text}\n`)));
      const chunks: Buffer[] = [];
      for (let at = 0, i = 0; at < stream.length; i += 1) {
        const size = sizes[i % sizes.length] ?? 1;
        chunks.push(stream.subarray(at, at + size));
        at += size;
      }
      expect(framesOf(...chunks).frames).toEqual(lines.map(([text]) => text));
    }),
  );
});

test('whatever comes in, nothing throws, and no more is kept than one frame', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 30 }), (chunks) => {
      expect(() => framesOf(...chunks.map((chunk) => Buffer.from(chunk)))).not.toThrow();
    }),
  );
});
