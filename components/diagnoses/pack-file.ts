/** Below this, packing saves less than it takes. */
const worthwhileBytes = 256 * 1024;

/**
 * A file as it is sent: with gzip, unless it is small or packed already. Rejects if it is broken off.
 * @param onRead told of the bytes that were read of it since the last time
 */
export async function packed(file: File, onRead: (bytes: number) => void, signal: AbortSignal): Promise<File> {
  if (file.size < worthwhileBytes || (await isPacked(file))) {
    onRead(file.size);
    return file;
  }
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      onRead(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  const blob = await new Response(file.stream().pipeThrough(counting, { signal }).pipeThrough(new CompressionStream('gzip'))).blob();
  return new File([blob], `${file.name}.gz`);
}

/** By how it begins: gzip or zip. */
async function isPacked(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return (first === 0x1f && second === 0x8b) || (first === 0x50 && second === 0x4b);
}
