// What the program knows of its graphics, as lines of the diagnostics.
import { app } from 'electron'
import * as v from 'valibot'

/** So long the process that draws may take to answer, ms; one that died may take longer, and is not waited for. */
const patienceMs = 3000

/** Of what Chromium tells, and tells differently in each version. */
const schema = v.object({
  auxAttributes: v.optional(v.record(v.string(), v.unknown())),
  gpuDevice: v.optional(v.array(v.record(v.string(), v.unknown()))),
})

function infoLines(info: unknown): readonly string[] {
  const read = v.safeParse(schema, info)
  if (!read.success) return []
  const { auxAttributes = {}, gpuDevice = [] } = read.output
  const named = ['glVendor', 'glRenderer', 'glVersion'].flatMap((name) =>
    typeof auxAttributes[name] === 'string' && auxAttributes[name] !== '' ? [`${name}: ${auxAttributes[name]}`] : [],
  )
  const hex = (value: unknown): string => (typeof value === 'number' ? value.toString(16).padStart(4, '0') : '?')
  return [...gpuDevice.map(({ vendorId, deviceId }) => `device ${hex(vendorId)}:${hex(deviceId)}`), ...named]
}

/** Feature status and devices, a line each. The app must be ready. */
export async function graphicsLines(): Promise<readonly string[]> {
  const features = Object.entries(app.getGPUFeatureStatus()).map(([name, state]) => `${name}: ${String(state)}`)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve(['the process that draws does not answer']), patienceMs)
  })
  const asked = app.getGPUInfo('complete').then(infoLines, (thrown: unknown) => [`not known: ${String(thrown)}`])
  const answered = await Promise.race([asked, late])
  clearTimeout(timer)
  return [...features, ...answered]
}
