// The benchmarks there are. To add one: write a module with a function that measures and returns a report, and a row here.
import type { BenchCommand } from './benchmark.ts'

export const commands: Readonly<Record<string, BenchCommand>> = {
  kernels: {
    summary: 'the loops that touch samples, against memcpy and their TypeScript twins',
    builds: ['kernels'],
    options: [],
    load: async () => (await import('./kernels.ts')).benchKernels,
  },
  overhead: {
    summary: 'an interrupt per sample against DMA blocks: CPU time, wake-ups, latency',
    builds: ['kernels'],
    options: ['plot'],
    load: async () => (await import('./overhead/index.ts')).benchOverhead,
  },
  capture: {
    summary: 'the whole instrument at its highest rates, with and without analysis',
    builds: ['kernels', 'main'],
    options: ['seconds'],
    load: async () => (await import('./instrument/capture.ts')).benchCapture,
  },
  waveforms: {
    summary: 'waveforms drawn a second at 1 GS/s, over lengths of the window',
    builds: ['kernels', 'main'],
    options: ['seconds'],
    load: async () => (await import('./instrument/waveforms.ts')).benchWaveforms,
  },
  latency: {
    summary: 'last sample of a block -> tap, over block sizes',
    builds: ['kernels', 'main'],
    options: ['seconds'],
    load: async () => (await import('./instrument/latency.ts')).benchLatency,
  },
  zoom: {
    summary: 'pan and zoom over a full capture memory, 1200 columns',
    builds: ['kernels', 'main'],
    options: [],
    load: async () => (await import('./instrument/zoom.ts')).benchZoom,
  },
  load: {
    summary: 'files of 200 MB become a source while 2 x 100 MS/s are captured',
    builds: ['kernels', 'main'],
    options: [],
    load: async () => (await import('./instrument/file-load.ts')).benchLoad,
  },
  files: {
    summary: 'files of every kind into the heap, through the thread that reads them',
    builds: ['main'],
    options: [],
    load: async () => (await import('./files.ts')).benchFiles,
  },
  ports: {
    summary: 'throughput of the ports that carry frames, per message size',
    builds: [],
    options: ['seconds'],
    load: async () => (await import('./ports/index.ts')).benchPorts,
  },
  render: {
    summary: 'the screen at 1 GS/s: frames per second, long tasks, lost samples',
    builds: ['kernels', 'main', 'preload', 'page'],
    options: ['seconds'],
    load: async () => (await import('./from-outside.ts')).fromOutside('render', 10),
  },
  start: {
    summary: 'from the start of a program to its first frame, step by step',
    builds: ['kernels', 'main', 'preload', 'page'],
    options: [],
    load: async () => (await import('./from-outside.ts')).fromOutside('start', 5),
  },
  idle: {
    summary: 'processor time of a program that is stopped, or hidden',
    builds: ['kernels', 'main', 'preload', 'page'],
    options: ['seconds'],
    load: async () => (await import('./from-outside.ts')).fromOutside('idle', 10),
  },
  readme: {
    summary: 'what the README quotes, five times; writes it there (25 minutes)',
    builds: ['kernels', 'main', 'preload', 'page'],
    options: [],
    load: async () => (await import('./readme/index.ts')).benchReadme,
  },
  changes: {
    summary: 'block size and watermark changed under load: lost samples, memory',
    builds: ['kernels', 'main'],
    options: ['seconds'],
    load: async () => (await import('./instrument/changes.ts')).benchChanges,
  },
  soak: {
    summary: 'memory over a long run at 1 GS/s (10 minutes)',
    builds: ['kernels', 'main'],
    options: ['seconds'],
    load: async () => (await import('./instrument/soak.ts')).benchSoak,
  },
}
