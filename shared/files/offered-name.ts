// Names of files as a viewer gives them: below a folder, spelled so that a person sees what is meant.

/** Longest name, in UTF-16 units; longer than any path a person types. */
const longestName = 512
/**
 * Signs that no name of an offered file has: controls, invisible and direction-changing ones, line ends, unpaired
 * surrogates, signs without a meaning, and blanks that are not the one of the keyboard.
 */
const hiddenSign = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u
/** Signs that look like, or on some system are, the ones that take a path apart. */
const separatorLike = /[\\\u2044\u2215\u29f5\u29f8\u29f9\ufe68\uff0f\uff3c]/u
/** Signs that look like the dots of `..`. */
const dotsLike = /[\u2024\u2025\u2026\ufe52\uff0e]/u

/** Whether `name` can be that of an offered file: parts between slashes, none empty, hidden, or leading up. */
export function isOfferedName(name: string): boolean {
  if (name.length === 0 || name.length > longestName) return false
  if (hiddenSign.test(name) || separatorLike.test(name) || dotsLike.test(name)) return false
  // A begin with a dot is a hidden file or the way up; blanks and dots at an end are dropped by some systems.
  return name.split('/').every((part) => /^[^.\s](.*[^.\s])?$/u.test(part))
}

/** The last part of a path a browser or a dialog gives, as the name of an offered file; signs that cannot be become `_`. */
export function offeredNameOf(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const clean = [...last.normalize('NFC')]
    .map((sign) => (hiddenSign.test(sign) || separatorLike.test(sign) || dotsLike.test(sign) ? '_' : sign))
    .join('')
    .replace(/^[.\s]+|[.\s]+$/gu, '')
    .slice(-longestName)
  return isOfferedName(clean) ? clean : 'file'
}

/** `x.csv`, or `x (2).csv`, `x (3).csv`, ...: the first that is not taken. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  const dot = name.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  for (let number = 2, candidate = name; ; number++) {
    if (!isTaken(candidate)) return candidate
    candidate = `${stem} (${number})${ending}`
  }
}
