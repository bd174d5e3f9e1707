// The public door of the front without a screen.
export { runDiagnose } from './diagnose.ts'
export { runNoted as runHeadless } from './noted.ts'
