// A name that nobody guesses and no two make up.

/** 128 bits, in hexadecimal: see `isNonce` of shared/port/handover.ts. */
export function makeNonce(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
