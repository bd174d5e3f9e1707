// The public door of the built page's files.
export { readPageFile } from './page-files.ts'
export { pageHeaders } from './page-headers.ts'
