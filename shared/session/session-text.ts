// The bytes of a session file as text, whatever program has saved it again: with or without a byte order mark, in UTF-8 or UTF-16.

/** Of the platform: browsers and Node both have it. */
declare class TextDecoder {
  constructor(encoding: string)
  decode(bytes: Uint8Array): string
}

/** The text, without its mark. Bytes that are none of a text become U+FFFD. */
export function sessionText(bytes: Uint8Array): string {
  const [first, second] = bytes
  // TextDecoder leaves the mark out.
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder('utf-8').decode(bytes)
}

/** Whether a file that begins with these bytes may be a session: an object of JSON. What it says it is stands anywhere in it. */
export function beginsAsSession(head: Uint8Array): boolean {
  return sessionText(head).trimStart().startsWith('{')
}
