// What a front ends with. `--help` says the same.

export const exitCode = {
  ok: 0,
  /** Something did not work. */
  failed: 1,
  /** The command line was refused; nothing was started, nothing was written. */
  usage: 2,
  /** The recording has fewer scans than were asked for. */
  fewer: 3,
} as const
