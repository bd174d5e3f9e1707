// The pages of the guide in the order in which they are read, and the file of each, from the root of the repository.

export interface ListedPage {
  readonly id: string
  readonly file: string
  readonly part: GuidePart
  /** What readers call it, where the file is called otherwise: the README of a folder. */
  readonly title?: string
}

/** How the list of pages is divided. */
export const guideParts = ['Using it', 'Building on it', 'Reference'] as const
export type GuidePart = (typeof guideParts)[number]

const page = (part: GuidePart, id: string, file = `shared/guide/pages/${id}.md`): ListedPage => ({ id, file, part })
const readme = (part: GuidePart, id: string, file: string, title: string): ListedPage => ({ id, file, part, title })

export const pageList: readonly ListedPage[] = [
  page('Using it', 'first-trace'),
  page('Using it', 'triggers'),
  page('Using it', 'looking'),
  page('Using it', 'buffers'),
  page('Using it', 'recordings'),
  page('Using it', 'boards'),
  page('Using it', 'troubleshooting'),
  page('Building on it', 'scripts'),
  page('Building on it', 'drivers'),
  readme('Building on it', 'driver-in-full', 'main/drivers/README.md', 'A driver in full'),
  page('Reference', 'options'),
  page('Reference', 'settings'),
  page('Reference', 'kinds'),
  page('Reference', 'keys'),
  page('Reference', 'scpi', 'main/instrument/scpi/COMMANDS.md'),
  page('Reference', 'contract'),
  page('Reference', 'iiod'),
]

/** The page that a file is; null: it is none. @param file from the root of the repository */
export function pageOfFile(file: string): string | null {
  return pageList.find((one) => one.file === file)?.id ?? null
}
