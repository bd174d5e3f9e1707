export { FrameDecoder, type SampleForm } from './frames/form.ts'
export { formOf as rawForm } from './frames/raw.ts'
export { type FileJob, FileLoader, type FileWish, type LoadedSamples } from './loader.ts'
