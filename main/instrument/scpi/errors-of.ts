// What the instrument refuses, by the numbers of SCPI.
import { ScpiError } from '#main/scpi/index.ts'
import { type ErrnoName, errnoOf, sentenceOf } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'

const numbers: Partial<Readonly<Record<ErrnoName, ConstructorParameters<typeof ScpiError>[0]>>> = {
  EINVAL: -222,
  ERANGE: -222,
  ENOENT: -224,
  EACCES: -203,
  EPERM: -203,
  EROFS: -203,
  EBUSY: -221,
  ENOSYS: -221,
  EOPNOTSUPP: -221,
  ENOMEM: -225,
  ENODEV: -241,
  ENODATA: -230,
}

/** An error for whatever was thrown, with what it says. */
export function scpiErrorOf(thrown: unknown): ScpiError {
  if (thrown instanceof ScpiError) return thrown
  return new ScpiError(numbers[errnoOf(thrown)] ?? -200, inWords(sentenceOf(thrown)))
}
