// What the browser front is about: the instrument, and the page that shows it. It is loaded while the disk of the log is asked.
export { createInstrument, markCaptures, rehearse, serve, tellService } from '#main/instrument/index.ts'
export { runBrowserFront } from './browser-front.ts'
