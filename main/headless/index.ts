// The public door of the front without a screen.
export { runHeadless } from './run.ts'
