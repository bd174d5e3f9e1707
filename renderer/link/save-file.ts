// A file that the page makes: the browser downloads it beside those of before, the desktop asks where it shall go.

/** The browser takes the file in after the click; then its address is not needed any more. ms */
const addressMs = 60_000

const two = (value: number): string => String(value).padStart(2, '0')

/** Local time as names of files have it: `2026-11-27 18.04`. */
export function timeInName(at: Date): string {
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${day} ${two(at.getHours())}.${two(at.getMinutes())}`
}

/** The same to the second: `2026-11-27 18.04.09`. */
export function momentInName(at: Date): string {
  return `${timeInName(at)}.${two(at.getSeconds())}`
}

export function saveFile(content: Blob, name: string, page: Document = document): void {
  const link = page.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), addressMs)
}
