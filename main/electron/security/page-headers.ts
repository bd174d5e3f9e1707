// Headers of the desktop page: those of every page of ours. The instrument is reached by a port, so it connects to
// nothing but its own origin.
import { pageHeaders as headersOfPage } from '#main/page/index.ts'

export const pageHeaders: Readonly<Record<string, string>> = headersOfPage("'self'")
