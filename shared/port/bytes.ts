/**
 * The same bytes in a buffer of exactly their length, which is not shared: copied only when they are not so already.
 * Cloning a view would otherwise carry its whole buffer along, and shared memory does not leave the process.
 */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  const whole = buffer.byteLength === bytes.byteLength && buffer instanceof ArrayBuffer
  return whole ? new Uint8Array(buffer) : new Uint8Array(bytes)
}
