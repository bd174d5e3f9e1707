export { type FileJob, FileLoader, type FileWish, type LoadedSamples } from './loader.ts'
